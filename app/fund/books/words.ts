import { formatDay } from "#app/i18n/format.ts";
import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { monthsLater } from "./periods.ts";
import type { Row } from "./row.ts";

/** A kind of rows: those of one kind, one category and one direction have the same words. */
export type Kind = Pick<Row, "kind" | "category"> & { amount: number };

const outgoing: ReadonlySet<Row["kind"]> = new Set<Row["kind"]>(["promised", "given", "bank-costs"]);

/** What a row is, in the words of a page. */
export function wordsOf({ kind, category, amount }: Kind): MessageKey {
	if (kind === "gift") return amount < 0 ? "books.row.gift.undone" : (giftWords[category] ?? "books.row.gift.transfer");
	if (kind === "returned") {
		if (category === "refund") return amount < 0 ? "books.row.returned.refund" : "books.row.returned.refund.undone";
		return amount < 0 ? "books.row.returned.dispute" : "books.row.returned.dispute.undone";
	}
	if (kind === "given") return givenWords[category] ?? "books.row.given.several";
	if (kind === "promised") return amount < 0 ? "books.row.promised" : "books.row.promised.undone";
	return `books.row.${kind}`;
}

const giftWords: Readonly<Record<string, MessageKey>> = {
	card: "books.row.gift.card",
	cash: "books.row.gift.cash",
};

const givenWords: Readonly<Record<string, MessageKey>> = {
	family: "books.row.given.family",
	lawyer: "books.row.given.lawyer",
	parcels: "books.row.given.parcels",
	medical: "books.row.given.medical",
};

/** When a row happened, as far as it says: its month, or the quarter with which it was published. */
export function periodOf(row: Pick<Row, "kind" | "month">, locale: Locale): string {
	return outgoing.has(row.kind) ? quarterText(row.month, locale) : monthText(row.month, locale);
}

/** "March 2026". @param month `YYYY-MM`, or a day of it */
export function monthText(month: string, locale: Locale): string {
	return unbroken(months(locale).format(dateOf(month)));
}

/** "January – March 2026". @param last the last month of the quarter */
export function quarterText(last: string, locale: Locale): string {
	const first = monthsLater(`${last.slice(0, 7)}-01`, -2);
	return unbroken(months(locale).formatRange(dateOf(first), dateOf(last)));
}

/** The last day of a month. @param month `YYYY-MM-01` */
export function endOf(month: string, locale: Locale): string {
	const end = new Date(dateOf(monthsLater(month, 1)).getTime() - 86_400_000);
	return formatDay(end.toISOString().slice(0, 10), locale);
}

/** No line ends between a Russian year and its «г.». */
function unbroken(months: string): string {
	return months.replace(/ г\.$/, "\u00a0г.");
}

/** A currency's heading. */
export function inCurrency(currency: string, locale: Locale): string {
	return translator(locale)("books.in", { currency });
}

function dateOf(month: string): Date {
	return new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
}

const formats = new Map<Locale, Intl.DateTimeFormat>();

function months(locale: Locale): Intl.DateTimeFormat {
	const language = locale === "en" ? "en-GB" : locale;
	const format =
		formats.get(locale) ?? new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
	formats.set(locale, format);
	return format;
}
