import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { documentOf, findCampaign } from "./campaign.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const { matter } = await documentOf(app.db, campaign.id, "share", locale);
	const link = `${siteOrigin(app.settings, request.url)}/${locale}/campaigns/${campaign.slug}`;
	const texts = [matter.short, matter.long].map((text) => text.replace("{link}", link));
	return { locale, demonstration: app.settings.demonstration, campaign, texts };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data
		? pageMeta(`${translator(data.locale)("campaign.share")}: ${data.campaign.neutralTitle}`, data.campaign.summary)
		: [];

/** Texts to copy into a messenger: selecting is one touch, without a script. */
export default function ShareRoute() {
	const { locale, demonstration, campaign, texts } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/campaigns/${campaign.slug}/share`} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("campaign.share")}</h1>
				<p>{t("share.how")}</p>
				{texts.map((text) => (
					<p className="copy" key={text}>
						{text}
					</p>
				))}
				<p>
					<a href={`/${locale}/campaigns/${campaign.slug}`}>{campaign.title}</a>
				</p>
			</article>
		</Shell>
	);
}
