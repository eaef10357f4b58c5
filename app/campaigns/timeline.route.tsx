import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findCampaign, sourcesOf, timelineOf } from "./campaign.server.ts";
import { Claims } from "./claims.tsx";
import { SourcesList } from "./sources-list.tsx";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const campaign = await findCampaign(app.db, slugOf(params), locale);
	if (!campaign) throw refuse(404);
	const [entries, sources] = await Promise.all([
		timelineOf(app.db, campaign.id, locale),
		sourcesOf(app.db, campaign.id),
	]);
	return { locale, demonstration: app.settings.demonstration, campaign, entries, sources };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, data.campaign, translator(data.locale)("campaign.timeline")) : [];

/** What happened, dated, each claim under the voice that makes it. */
export default function TimelineRoute() {
	const { locale, demonstration, campaign, entries, sources } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const home = `/campaigns/${campaign.slug}`;
	return (
		<Shell locale={locale} path={`${home}/timeline`} demonstration={demonstration}>
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
			</article>
		</Shell>
	);
}
