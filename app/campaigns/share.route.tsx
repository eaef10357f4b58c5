import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { cardAddress } from "#app/ui/card-address.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { documentOf, findCampaign } from "./campaign.server.ts";
import { SharePage } from "./share-page.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const [{ matter }, petition] = await Promise.all([
		documentOf(app.db, campaign.id, "share", locale),
		petitionOfCampaign(app.db, campaign.id, locale),
	]);
	const link = `${siteOrigin(app.settings, request.url)}/${locale}/campaigns/${campaign.slug}`;
	const texts = [matter.short, matter.long].map((text) => text.replace("{link}", link));
	return { locale, demonstration: app.settings.demonstration, campaign, texts, petition: petition?.slug };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.campaign, translator(data.locale)("campaign.share")) : [];

export default function ShareRoute() {
	const { demonstration, ...words } = useLoaderData<typeof loader>();
	const path = `/campaigns/${words.campaign.slug}`;
	return (
		<Shell locale={words.locale} path={`${path}/share`} demonstration={demonstration}>
			<SharePage {...words} picture={cardAddress(words.locale, path)} />
		</Shell>
	);
}
