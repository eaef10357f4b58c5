import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta } from "#app/ui/meta.ts";
import { ReportLink } from "#app/ui/report-link.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { refuse } from "#app/web/page.ts";
import { documentOf, sourcesOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { Citations } from "./claims.tsx";
import { inItsLanguages } from "./in-languages.ts";
import { SourcesList } from "./sources-list.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const [document, sources] = await Promise.all([
		documentOf(app.db, campaign, "memorial"),
		sourcesOf(app.db, campaign.id),
	]);
	if (!document) throw refuse(404);
	const { matter } = document;
	const cited = new Set(matter.people.flatMap((person) => person.sources));
	return {
		locale,
		demonstration: app.settings.demonstration,
		campaign: { languages: campaign.languages },
		slug: campaign.slug,
		title: campaign.title,
		neutralTitle: campaign.neutralTitle,
		memorial: matter,
		sources: sources.filter(({ id }) => cited.has(id)),
	};
}

export const handle = inItsLanguages;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? aboutMeta(data.locale, { ...data, summary: data.memorial.intro }, data.memorial.title) : [];

/** The quiet page: names, who says so, and how to write to us. No counter, no button, nothing to share. */
export default function MemorialRoute() {
	const { locale, demonstration, campaign, slug, title, memorial, sources } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell
			locale={locale}
			path={`/campaigns/${slug}/memorial`}
			languages={campaign.languages}
			demonstration={demonstration}
			quiet
		>
			<article className="memorial">
				<p className="back">
					<a href={`/${locale}/campaigns/${slug}`}>{title}</a>
				</p>
				<h1>{memorial.title}</h1>
				<p>{memorial.intro}</p>
				<ul className="remembered">
					{memorial.people.map((person) => (
						<li key={person.text}>
							{person.name && <p className="name">{person.name}</p>}
							<p>{person.text}</p>
							<p className="voice">
								{t("campaign.sources")}: <Citations ids={person.sources} sources={sources} />
							</p>
						</li>
					))}
				</ul>
				<p>{memorial.closing}</p>
				<p>
					<a href={`/${locale}/families`}>{t("page.families")}</a>
				</p>
				<SourcesList t={t} sources={sources} />
				<ReportLink locale={locale} page={`campaigns/${slug}/memorial`} />
			</article>
		</Shell>
	);
}
