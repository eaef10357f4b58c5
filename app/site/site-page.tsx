import { type Locale, translator } from "#app/i18n/translate.ts";
import { Markdown } from "#app/ui/markdown.tsx";
import { CampaignsList } from "./campaigns-list.tsx";
import { DutyHoursList } from "./letters/duty-hours-list.tsx";
import { LetterForm, type LetterFormProps } from "./letters/letter-form.tsx";
import { RetentionList } from "./retention-list.tsx";
import type { FilledPart } from "./site-page.server.ts";

interface SitePageProps {
	locale: Locale;
	demonstration: boolean;
	title: string;
	description: string;
	parts: readonly FilledPart[];
	/** The form of a page that has one, empty or as it was posted. */
	letter?: Pick<LetterFormProps, "kind" | "values" | "errors" | "notice">;
}

/** A page of the site: its words, and between them what is made from data. */
export function SitePageArticle({ locale, demonstration, title, description, parts, letter }: SitePageProps) {
	return (
		<article>
			<h1>{title}</h1>
			<p className="lead">{description}</p>
			{demonstration && <p className="notice">{translator(locale)("site.demonstration")}</p>}
			{parts.map((part) => (
				<Filled key={JSON.stringify(part)} locale={locale} part={part} letter={letter} />
			))}
		</article>
	);
}

function Filled({ locale, part, letter }: Pick<SitePageProps, "locale" | "letter"> & { part: FilledPart }) {
	if ("markdown" in part) return <Markdown text={part.markdown} />;
	if ("retention" in part) return <RetentionList locale={locale} rules={part.retention} />;
	if ("campaigns" in part) return <CampaignsList locale={locale} campaigns={part.campaigns} />;
	if ("letter" in part)
		return (
			<>
				<DutyHoursList locale={locale} campaigns={part.letter} />
				{letter && <LetterForm locale={locale} campaigns={part.letter} {...letter} />}
			</>
		);
	return (
		<ul>
			{part.memorials.map(({ slug, title }) => (
				<li key={slug}>
					<a href={`/${locale}/campaigns/${slug}/memorial`}>
						{translator(locale)("campaign.memorial")}: {title}
					</a>
				</li>
			))}
		</ul>
	);
}
