import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Update } from "./updates.server.ts";

interface UpdateSummaryProps {
	locale: Locale;
	/** The address of the campaign. */
	home: string;
	update: Pick<Update, "number" | "date" | "title" | "summary" | "sample">;
	/** The level of the title, by where it stands. */
	heading: "h2" | "h3";
}

/** An update in a list: its day, its title as the link, and in a sentence what it says. */
export function UpdateSummary({ locale, home, update, heading: Heading }: UpdateSummaryProps) {
	return (
		<>
			<p className="when">
				<UpdateDay locale={locale} update={update} />
			</p>
			<Heading>
				<a href={`${home}/updates/${update.number}`}>{update.title}</a>
			</Heading>
			<p>{update.summary}</p>
		</>
	);
}

/** The day of an update; what is shown for the demonstration only is marked beside it. */
export function UpdateDay({ locale, update }: Pick<UpdateSummaryProps, "locale" | "update">) {
	const t = translator(locale);
	return (
		<>
			{update.sample && <strong className="sample">{t("updates.sample")}</strong>}{" "}
			<time dateTime={update.date}>{formatDay(update.date, locale)}</time>
		</>
	);
}
