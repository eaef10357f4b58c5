import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { Numbers } from "./numbers.ts";
import { LATE, monthsLater, quarterOf } from "./periods.ts";
import type { Head } from "./rows.server.ts";
import { endOf, inCurrency, monthText } from "./words.ts";

/** What the numbers are as of. */
export type AsOf = Pick<Head, "quarterThrough" | "feesThrough" | "begun">;

interface BookNumbersProps {
	locale: Locale;
	numbers: readonly Numbers[];
	asOf: AsOf;
	/** Of the heading of a currency; the ledger's page has one level less above it. */
	level?: "h2" | "h3";
}

/** What came in, what is left of it, and what went out as of the last quarter that is published; each currency by itself. */
export function BookNumbers({ locale, numbers, asOf, level: Heading = "h3" }: BookNumbersProps) {
	const t = translator(locale);
	if (numbers.length === 0) return <p>{t("books.none")}</p>;
	return (
		<>
			{numbers.map((of) => (
				<div key={of.currency}>
					{numbers.length > 1 && <Heading>{inCurrency(of.currency, locale)}</Heading>}
					{of.paidOut && asOf.quarterThrough && <p className="books-as-of">{t("books.until-today")}</p>}
					<Sums locale={locale} currency={of.currency} sums={cameIn(of)} />
					{of.paidOut && asOf.quarterThrough && (
						<>
							<p className="books-as-of">{t("books.as-of", { day: endOf(asOf.quarterThrough, locale) })}</p>
							<Sums locale={locale} currency={of.currency} sums={wentOut(of.paidOut)} />
							{of.paidOut.given === 0 && <p>{t("books.few")}</p>}
							<p className="hint">{t("books.as-of.apart", { day: endOf(asOf.quarterThrough, locale) })}</p>
						</>
					)}
				</div>
			))}
			{numbers.length > 1 && <p className="hint">{t("books.currencies")}</p>}
			{!asOf.quarterThrough && asOf.begun && (
				<p className="hint">
					{t("books.not-yet", { month: monthText(monthsLater(quarterOf(asOf.begun), 1 + LATE), locale) })}
				</p>
			)}
			{asOf.feesThrough && (
				<p className="hint">{t("books.fees-as-of", { month: monthText(asOf.feesThrough, locale) })}</p>
			)}
		</>
	);
}

type Sum = readonly [MessageKey, number];

function cameIn({ raised, returned, fees, exchanged, net, onItsWay }: Numbers): Sum[] {
	return [
		["books.raised", raised],
		["books.returned", 0 - returned],
		["books.fees", 0 - fees],
		...(exchanged !== 0 ? [["books.exchanged", exchanged] as const] : []),
		["books.net", net],
		...(onItsWay !== 0 ? [["books.on-its-way", onItsWay] as const] : []),
	];
}

function wentOut({ given, promised, reserve, available }: NonNullable<Numbers["paidOut"]>): Sum[] {
	return [
		["books.given", given],
		["books.promised", promised],
		["books.reserve", reserve],
		["books.available", available],
	];
}

function Sums({ locale, currency, sums }: { locale: Locale; currency: string; sums: readonly Sum[] }) {
	const t = translator(locale);
	return (
		<dl className="sums">
			{sums.map(([name, amount]) => (
				<div key={name}>
					<dt>{t(name)}</dt>
					<dd>{formatAmount(amount, currency, locale)}</dd>
				</div>
			))}
		</dl>
	);
}
