import type { MonthSum } from "./numbers.ts";
import { monthsLater, quarterOf } from "./periods.ts";
import type { Row } from "./row.ts";

/** What was raised in a month, minor units. */
export interface Income {
	/** `YYYY-MM-01`. */
	month: string;
	amount: number;
}

/** The gifts of each month of one currency, from the first to the last, those without any among them. */
export function incomeOf(sums: readonly MonthSum[], currency: string): Income[] {
	const gifts = sums.filter((sum) => sum.kind === "gift" && sum.currency === currency);
	const months = gifts.map(({ month }) => month).sort();
	const last = months.at(-1);
	const income: Income[] = [];
	for (
		let month = months[0];
		month !== undefined && last !== undefined && month <= last;
		month = monthsLater(month, 1)
	) {
		const amount = gifts.filter((gift) => gift.month === month).reduce((sum, gift) => sum + gift.amount, 0);
		income.push({ month, amount });
	}
	return income;
}

/** What went to one purpose, published with one quarter. */
export interface Outgo {
	/** The last month of the quarter, `YYYY-MM-01`. */
	quarter: string;
	kind: Row["kind"];
	category: string;
	/** Minor units. */
	amount: number;
}

const wanted: readonly Row["kind"][] = ["given", "bank-costs", "fees"];

/** What the money of one currency went to, by quarter, the newest first; of quarters whose payments are published. */
export function outgoOf(sums: readonly MonthSum[], currency: string, quarterThrough: string | null): Outgo[] {
	const cells = new Map<string, Outgo>();
	for (const { month, kind, category, currency: of, amount } of sums) {
		const quarter = quarterOf(month);
		if (of !== currency || !wanted.includes(kind) || quarterThrough === null || quarter > quarterThrough) continue;
		const key = `${quarter} ${wanted.indexOf(kind)} ${category}`;
		const cell = cells.get(key) ?? { quarter, kind, category, amount: 0 };
		cells.set(key, { ...cell, amount: cell.amount - amount });
	}
	const order = ({ quarter }: Outgo) => quarter;
	return [...cells]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, cell]) => cell)
		.sort((a, b) => order(b).localeCompare(order(a)));
}
