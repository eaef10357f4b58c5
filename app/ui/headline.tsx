import { type Locale, translator } from "#app/i18n/translate.ts";

/** What stands behind a petition, as it is counted: each an addend of its own, none in another. */
export interface Supporters {
	/** People who confirmed their signature here. */
	count: number;
	/** Organisations that endorse it. */
	organisations: number;
	/** Their members, none counted twice. */
	represented: number;
	/** Signatures on paper. */
	paper: number;
}

/** How many stand behind a petition, in one line: what is nothing is left out. */
export function Headline({ locale, supporters }: { locale: Locale; supporters: Supporters }) {
	const { count, organisations, represented, paper } = supporters;
	const t = translator(locale);
	return (
		<p className="count">
			{organisations > 0
				? t("petition.headline", { count, organisations, represented })
				: t("petition.count", { count })}
			{paper > 0 && ` ${t("petition.headline.paper", { count: paper })}`}
		</p>
	);
}
