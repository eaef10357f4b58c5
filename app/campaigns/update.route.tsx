import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Fragment } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Markdown } from "#app/ui/markdown.tsx";
import { ReportLink } from "#app/ui/report-link.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { sourcesOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { citedBy, linkCitations, withoutCitations } from "./citations.ts";
import { inItsLanguages } from "./in-languages.ts";
import { publicationOf } from "./publication.ts";
import { SourcesList } from "./sources-list.tsx";
import { updateData } from "./structured-data.ts";
import { messagesOf } from "./update-messages.ts";
import { UpdateDay } from "./update-summary.tsx";
import { feedLink, updateMeta } from "./update-words.ts";
import { findUpdate } from "./updates.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const number = /^[1-9]\d{0,3}$/.test(params.number ?? "") ? Number(params.number) : null;
	if (number === null) throw refuse(404);
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [update, sources] = await Promise.all([findUpdate(app.db, campaign, number), sourcesOf(app.db, campaign.id)]);
	if (!update) throw refuse(404);
	const site = publicationOf(app.settings, siteOrigin(app.settings, request.url), locale);
	const cited = citedBy(update.body, sources);
	const link = `${site.origin}/${locale}/campaigns/${campaign.slug}/updates/${number}`;
	const messages = messagesOf(locale, { ...update, body: withoutCitations(update.body, sources) }, link);
	return { locale, demonstration: app.settings.demonstration, site, campaign, update, sources: cited, messages };
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, site, campaign, update } = data;
	const t = translator(locale);
	return [
		...updateMeta(locale, campaign, update),
		feedLink(locale, campaign.slug),
		{ "script:ld+json": updateData(site, campaign, t("updates.title"), update) },
	];
};

/** One update, and its words once more as a block to copy into a messenger. */
export default function UpdateRoute() {
	const { locale, demonstration, campaign, update, sources, messages } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/campaigns/${campaign.slug}`;
	const path = `${home}/updates/${update.number}`;
	return (
		<Shell locale={locale} path={path} languages={campaign.languages} demonstration={demonstration}>
			<article>
				<p className="back">
					<a href={`/${locale}${home}`}>{campaign.title}</a>
				</p>
				<h1>{update.title}</h1>
				<p className="when">
					<UpdateDay locale={locale} update={update} />
				</p>
				{update.sample && <p className="notice">{t("updates.sample.text")}</p>}
				<p className="lead">{update.summary}</p>
				<Markdown text={linkCitations(update.body, sources)} />
				{update.revised && <p>{t("updates.revised", { date: formatDay(update.revised, locale) })}</p>}
				{sources.length > 0 && <SourcesList t={t} sources={sources} />}
				<section aria-labelledby="copy">
					<h2 id="copy">{t("updates.copy")}</h2>
					<p>{t("share.how")}</p>
					{messages.map((message, i) => (
						<Fragment key={message}>
							{messages.length > 1 && <h3>{t(i === 0 ? "updates.copy.short" : "updates.copy.whole")}</h3>}
							<p className="copy">{message}</p>
						</Fragment>
					))}
				</section>
				<p>
					<a href={`/${locale}${home}/updates`}>{t("updates.all")}</a>
				</p>
				<ReportLink locale={locale} page={path.slice(1)} />
			</article>
		</Shell>
	);
}
