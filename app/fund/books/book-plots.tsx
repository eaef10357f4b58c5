import { type Locale, translator } from "#app/i18n/translate.ts";
import { ColumnPlot, RowPlot } from "#app/ui/plot/plot.tsx";
import { formatAmount } from "../money/format-amount.ts";
import type { MonthSum } from "./numbers.ts";
import { monthsLater } from "./periods.ts";
import { incomeOf, outgoOf } from "./plots.ts";
import { monthText, quarterText, wordsOf } from "./words.ts";

/** Quarters that are drawn. */
const QUARTERS = 4;

interface BookPlotsProps {
	locale: Locale;
	sums: readonly MonthSum[];
	quarterThrough: string | null;
}

/** Each currency's income by month and what it went to by quarter, each with its table. */
export function BookPlots({ locale, sums, quarterThrough }: BookPlotsProps) {
	const currencies = [...new Set(sums.map(({ currency }) => currency))].sort();
	return currencies.map((currency) => (
		<div key={currency} className="book-plots">
			<IncomePlot locale={locale} sums={sums} currency={currency} alone={currencies.length === 1} />
			<OutgoPlots {...{ locale, sums, currency, quarterThrough }} alone={currencies.length === 1} />
		</div>
	));
}

interface PlotProps {
	locale: Locale;
	sums: readonly MonthSum[];
	currency: string;
	/** There is no other currency to tell it from. */
	alone: boolean;
}

function IncomePlot({ locale, sums, currency, alone }: PlotProps) {
	const t = translator(locale);
	const income = incomeOf(sums, currency);
	const [first, last] = [income[0], income.at(-1)];
	if (!first || !last) return null;
	const print = (amount: number) => formatAmount(amount, currency, locale);
	const at = (month: string) => Date.parse(month);
	const short = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { month: "short", timeZone: "UTC" });
	return (
		<ColumnPlot
			t={t}
			title={alone ? t("books.plot.income") : t("books.plot.income-in", { currency })}
			heads={[t("books.month"), t("books.raised")]}
			print={print}
			span={[at(first.month), at(monthsLater(last.month, 1))]}
			columns={income.map(({ month, amount }) => ({
				from: at(month),
				to: at(monthsLater(month, 1)),
				value: Math.max(amount, 0),
			}))}
			marks={income.map(({ month }) => ({
				at: (at(month) + at(monthsLater(month, 1))) / 2,
				text: short.format(new Date(month)),
			}))}
			rows={income.map(({ month, amount }) => [monthText(month, locale), print(amount)])}
		/>
	);
}

function OutgoPlots({ locale, sums, currency, alone, quarterThrough }: PlotProps & { quarterThrough: string | null }) {
	const t = translator(locale);
	const outgo = outgoOf(sums, currency, quarterThrough).filter(({ amount }) => amount > 0);
	const quarters = [...new Set(outgo.map(({ quarter }) => quarter))];
	return quarters.slice(0, QUARTERS).map((of, i) => {
		const quarter = quarterText(of, locale);
		const isLast = i === QUARTERS - 1 && quarters.length > QUARTERS;
		return (
			<RowPlot
				key={of}
				t={t}
				title={alone ? t("books.plot.outgo", { quarter }) : t("books.plot.outgo-in", { quarter, currency })}
				note={isLast ? t("books.plot.last", { n: QUARTERS }) : i === 0 ? t("books.plot.outgo.note") : undefined}
				heads={[t("plot.what"), t("books.amount")]}
				print={(amount) => formatAmount(amount, currency, locale)}
				bars={outgo
					.filter((cell) => cell.quarter === of)
					.map(({ kind, category, amount }) => ({ text: t(wordsOf({ kind, category, amount: -1 })), value: amount }))}
			/>
		);
	});
}
