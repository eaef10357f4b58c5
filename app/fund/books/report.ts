import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Paragraph } from "#app/pdf/letter.server.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { MonthSum } from "./numbers.ts";
import { incomeOf, outgoOf } from "./plots.ts";
import type { Head } from "./rows.server.ts";
import { endOf, inCurrency, monthText, quarterText, wordsOf } from "./words.ts";

/** What the report of a year is about. */
export interface Reported {
	year: string;
	/** The fund's holder and purpose, as its page says them. */
	holder: string;
	purpose: string;
	head: Pick<Head, "n" | "hash" | "feesThrough" | "quarterThrough" | "sample">;
	/** Of all years. */
	sums: readonly MonthSum[];
}

/** The report of a year in words: of what is published and nothing else, each currency by itself. */
export function reportOf({ year, holder, purpose, head, sums }: Reported, locale: Locale): Paragraph[] {
	const t = translator(locale);
	const own = sums.filter(({ month }) => month.startsWith(`${year}-`));
	const before = sums.filter(({ month }) => month < `${year}-`);
	const currencies = [...new Set(own.map(({ currency }) => currency))].sort();
	const until = (month: string | null) => (month ? endOf(month, locale) : t("books.report.nothing"));
	return [
		{ kind: "title", text: t("books.report.title", { year }) },
		...(head.sample ? [{ kind: "text", text: t("books.sample") } as const] : []),
		{ kind: "text", text: t("fund.sentence", { holder, purpose }) },
		{
			kind: "text",
			text: t("books.report.until", { year, fees: until(head.feesThrough), payments: until(head.quarterThrough) }),
		},
		...currencies.flatMap((currency) => yearIn({ before, own }, currency, head.quarterThrough, locale)),
		{ kind: "text", text: t("books.rule") },
		{ kind: "text", text: t("books.report.chain", { n: String(head.n), hash: head.hash }) },
	];
}

/** All that moves what is left; what is promised is still there. */
const moving: readonly MonthSum["kind"][] = ["gift", "returned", "fees", "bank-costs", "exchange", "given"];

interface Years {
	/** Of the years before. */
	before: readonly MonthSum[];
	own: readonly MonthSum[];
}

function yearIn({ before, own }: Years, currency: string, quarter: string | null, locale: Locale): Paragraph[] {
	const t = translator(locale);
	const print = (amount: number) => formatAmount(amount, currency, locale);
	const item = (name: string, amount: number): Paragraph => ({ kind: "item", text: `${name}: ${print(amount)}` });
	const totalOf = (sums: readonly MonthSum[], kinds: readonly MonthSum["kind"][]) =>
		sums
			.filter((sum) => sum.currency === currency && kinds.includes(sum.kind))
			.reduce((all, { amount }) => all + amount, 0);
	const total = (...kinds: MonthSum["kind"][]) => totalOf(own, kinds);
	const carried = totalOf(before, moving);
	const exchanged = total("exchange");
	const outgo = outgoOf(own, currency, quarter)
		.filter(({ kind }) => kind === "given")
		// Oldest first, as the months above.
		.sort((a, b) => a.quarter.localeCompare(b.quarter));
	return [
		{ kind: "heading", text: inCurrency(currency, locale) },
		...(carried !== 0 ? [item(t("books.report.before"), carried)] : []),
		item(t("books.raised"), total("gift")),
		item(t("books.returned"), total("returned")),
		item(t("books.fees"), total("fees", "bank-costs")),
		...(exchanged !== 0 ? [item(t("books.exchanged"), exchanged)] : []),
		item(t("books.given"), 0 - total("given")),
		item(t("books.report.left"), carried + total(...moving)),
		{ kind: "heading", text: t("books.report.by-month") },
		...incomeOf(own, currency).map(({ month, amount }) => item(monthText(month, locale), amount)),
		...(outgo.length > 0 ? [{ kind: "heading", text: t("books.report.went-to") } as const] : []),
		...outgo.map(({ quarter, kind, category, amount }) =>
			item(`${quarterText(quarter, locale)}, ${t(wordsOf({ kind, category, amount: -1 }))}`, amount),
		),
	];
}
