import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { ReportLink } from "#app/ui/report-link.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { refuse } from "#app/web/page.ts";
import { sourcesOf, timelineOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { Claims } from "./claims.tsx";
import { inItsLanguages } from "./in-languages.ts";
import { SourcesList } from "./sources-list.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [entries, sources] = await Promise.all([timelineOf(app.db, campaign), sourcesOf(app.db, campaign.id)]);
	if (entries.length === 0) throw refuse(404);
	return { locale, demonstration: app.settings.demonstration, campaign, entries, sources };
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.campaign, translator(data.locale)("campaign.timeline")) : [];

/** What happened, dated, each claim under the voice that makes it. */
export default function TimelineRoute() {
	const { locale, demonstration, campaign, entries, sources } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/campaigns/${campaign.slug}`;
	return (
		<Shell locale={locale} path={`${home}/timeline`} languages={campaign.languages} demonstration={demonstration}>
			<article className="broad">
				<p className="back">
					<a href={`/${locale}${home}`}>{campaign.title}</a>
				</p>
				<h1>{t("campaign.timeline")}</h1>
				<ol className="timeline">
					{entries.map(({ path, when, title, claims }) => (
						<li key={path} id={path.replace("timeline/", "")}>
							<h2>
								<span className="when">{when}</span> {title}
							</h2>
							<Claims t={t} claims={claims} sources={sources} />
						</li>
					))}
				</ol>
				<SourcesList t={t} sources={sources} />
				<ReportLink locale={locale} page={`campaigns/${campaign.slug}/timeline`} />
			</article>
		</Shell>
	);
}
