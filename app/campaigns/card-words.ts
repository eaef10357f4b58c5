import { type Locale, translator } from "#app/i18n/translate.ts";
import { type Called, titleOf } from "#app/ui/meta.ts";
import type { CardWords } from "./card-svg.ts";

/** What the picture of a campaign's pages says; in Russian and Kazakh the day and no cause. */
export function campaignCard(locale: Locale, campaign: Called): CardWords {
	return { heading: titleOf(locale, campaign), line: translator(locale)("card.description") };
}

/** What the picture of a petition says, by the same rule. */
export function petitionCard(locale: Locale, petition: Called): CardWords {
	return { heading: titleOf(locale, petition), line: translator(locale)("card.petition") };
}

/** What the picture of every other page says. */
export function siteCard(locale: Locale): CardWords {
	return { heading: "Yntymaq", line: translator(locale)("shell.about") };
}
