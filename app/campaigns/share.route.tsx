import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { cardAddress } from "#app/ui/card-address.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { documentOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { inItsLanguages } from "./in-languages.ts";
import { SharePage } from "./share-page.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [document, petition] = await Promise.all([
		documentOf(app.db, campaign, "share"),
		petitionOfCampaign(app.db, campaign.id, locale),
	]);
	if (!document) throw refuse(404);
	const { matter } = document;
	const origin = siteOrigin(app.settings, request.url);
	const link = `${origin}/${locale}/campaigns/${campaign.slug}`;
	const texts = [matter.short, matter.long].map((text) => text.replace("{link}", link));
	const { slug, open = false } = petition ?? {};
	return { locale, demonstration: app.settings.demonstration, campaign, texts, petition: slug, open, origin };
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.campaign, translator(data.locale)("campaign.share")) : [];

export default function ShareRoute() {
	const { demonstration, ...words } = useLoaderData<typeof loader>();
	const path = `/campaigns/${words.campaign.slug}`;
	return (
		<Shell
			locale={words.locale}
			path={`${path}/share`}
			languages={words.campaign.languages}
			demonstration={demonstration}
		>
			<SharePage {...words} picture={cardAddress(words.locale, path)} />
		</Shell>
	);
}
