import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { campaignAt } from "./campaign-at.server.ts";
import { inItsLanguages } from "./in-languages.ts";
import { UpdateSummary } from "./update-summary.tsx";
import { feedLink } from "./update-words.ts";
import { updatesOf } from "./updates.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const updates = await updatesOf(app.db, campaign);
	return { locale, demonstration: app.settings.demonstration, campaign, updates };
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, campaign } = data;
	return [...aboutMeta(locale, campaign, translator(locale)("updates.title")), feedLink(locale, campaign.slug)];
};

/** The updates of a campaign, the newest first. */
export default function UpdatesRoute() {
	const { locale, demonstration, campaign, updates } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/campaigns/${campaign.slug}`;
	return (
		<Shell locale={locale} path={`${home}/updates`} languages={campaign.languages} demonstration={demonstration}>
			<article>
				<p className="back">
					<a href={`/${locale}${home}`}>{campaign.title}</a>
				</p>
				<h1>{t("updates.title")}</h1>
				{updates.length === 0 && <p>{t("updates.none")}</p>}
				<ol className="updates">
					{updates.map((update) => (
						<li key={update.number}>
							<UpdateSummary locale={locale} home={`/${locale}${home}`} update={update} heading="h2" />
						</li>
					))}
				</ol>
				<p>
					<a href={`/${locale}${home}/updates.atom`}>{t("updates.feed")}</a>
				</p>
			</article>
		</Shell>
	);
}
