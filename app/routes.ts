import { index, type RouteConfig, route } from "@remix-run/route-config";

/** Every address of the product, in one table. Header profiles: app/web/header-profiles.ts. */
export default [
	index("campaigns/choose-language.route.ts"),
	route("healthz", "web/healthz.route.ts"),
	route("readyz", "web/readyz.route.ts"),
	route("robots.txt", "web/robots.route.ts"),
	route("mailbox", "web/mailbox.route.tsx"),
	route("mailbox.json", "web/mailbox-json.route.ts"),
	route("petitions/:slug/count.json", "petitions/count.route.ts"),
	route("petitions/:slug/history.csv", "petitions/history.route.ts"),
	route(":locale", "campaigns/home.route.tsx"),
	route(":locale/campaigns/:slug", "campaigns/campaign.route.tsx"),
	route(":locale/campaigns/:slug/timeline", "campaigns/timeline.route.tsx"),
	route(":locale/campaigns/:slug/memorial", "campaigns/memorial.route.tsx"),
	route(":locale/campaigns/:slug/share", "campaigns/share.route.tsx"),
	route(":locale/petitions/:slug", "petitions/petition.route.tsx"),
	route(":locale/petitions/:slug/sign", "petitions/sign.route.tsx"),
	route(":locale/petitions/:slug/check-your-email", "petitions/check-your-email.route.tsx"),
	route(":locale/petitions/:slug/thank-you", "petitions/thank-you.route.tsx"),
	route(":locale/petitions/:slug/thank-you/quiet", "petitions/thank-you-quiet.route.tsx"),
	route(":locale/confirm/:token", "petitions/confirm.route.tsx"),
	route(":locale/confirm/:token/again", "petitions/renew.route.ts"),
	route(":locale/withdraw/:token", "petitions/withdraw.route.tsx"),
	route("*", "web/not-found.route.tsx"),
] satisfies RouteConfig;
