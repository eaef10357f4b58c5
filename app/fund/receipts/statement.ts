import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { formatAmount } from "../money/format-amount.ts";

/** A payment that has arrived, as a statement counts it: minor units. */
export interface StatedGift {
	id: string;
	/** `YYYY-MM-DD`. */
	day: string;
	amount: number;
	currency: string;
	/** What the fund has given back. */
	returned: number;
	/** The giver's bank has taken it back, or wants to. */
	takenBack: boolean;
}

/** A year of one donation, in words of a language. */
export interface Statement {
	title: string;
	/** Day, amount, and what went back of it. */
	lines: { id: string; day: string; amount: string; returned: string | null }[];
	/** One of each currency: what arrived less what went back. */
	totals: string[];
}

/** What arrived in a year of the giver's own payments. Currencies are never added up. */
export function statementOf(gifts: readonly StatedGift[], year: number, locale: Locale): Statement {
	const t = translator(locale);
	const theirs = gifts.filter(({ day }) => day.startsWith(`${year}-`)).sort((a, b) => a.day.localeCompare(b.day));
	const sums = new Map<string, number>();
	for (const gift of theirs) sums.set(gift.currency, (sums.get(gift.currency) ?? 0) + gift.amount - backOf(gift));
	return {
		title: t("donation.statement.title", { year: String(year) }),
		lines: theirs.map((gift) => ({
			id: gift.id,
			day: formatDay(gift.day, locale),
			amount: formatAmount(gift.amount, gift.currency, locale),
			returned: backOf(gift) > 0 ? formatAmount(backOf(gift), gift.currency, locale) : null,
		})),
		totals: [...sums].map(([currency, sum]) => formatAmount(sum, currency, locale)),
	};
}

function backOf({ amount, returned, takenBack }: StatedGift): number {
	return takenBack ? amount : returned;
}
