import type { Row } from "./row.ts";

/** A sum of published rows, minor units; what came in is positive. */
export interface MonthSum {
	/** `YYYY-MM-01`. */
	month: string;
	kind: Row["kind"];
	category: string;
	currency: string;
	amount: number;
	/** Rows. */
	n: number;
}

/** The numbers of a fund in one currency, minor units. Those that a period ends are as of its end. */
export interface Numbers {
	currency: string;
	raised: number;
	/** Given back, and what banks of givers have taken back or dispute. */
	returned: number;
	/** Of the processor and of banks, as far as published. */
	fees: number;
	/** What came, or with a minus went, by changing between currencies. */
	exchanged: number;
	/** What is left of what was raised: less what was returned and fees, with what was exchanged. */
	net: number;
	/** Charged and not here yet. */
	onItsWay: number;
	/** As of the end of the last published quarter; absent before the first. */
	paidOut?: { given: number; promised: number; reserve: number; available: number };
}

/** Months of gifts by card of which a share is kept: about 120 days. */
const RESERVED_MONTHS = 4;

/**
 * The numbers of a fund from what is published and nothing else, by currency: nothing is added across currencies.
 * @param quarter the last month of the last quarter whose payments are published
 * @param reservePercent of the gifts by card of the last four months
 * @param onItsWay by currency
 */
export function numbersOf(
	sums: readonly MonthSum[],
	quarter: string | null,
	reservePercent: number,
	onItsWay: ReadonlyMap<string, number>,
): Numbers[] {
	const currencies = [...new Set([...sums.map(({ currency }) => currency), ...onItsWay.keys()])].sort();
	return currencies.map((currency) => {
		const own = sums.filter((sum) => sum.currency === currency);
		const total = (kinds: readonly Row["kind"][], of = own) =>
			of.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount, 0);
		const raised = total(["gift"]);
		const returned = 0 - total(["returned"]);
		const fees = 0 - total(["fees", "bank-costs"]);
		const exchanged = total(["exchange"]);
		return {
			...{ currency, raised, returned, fees, exchanged },
			net: raised - returned - fees + exchanged,
			onItsWay: onItsWay.get(currency) ?? 0,
			...(quarter !== null && { paidOut: paidOut(own, quarter, reservePercent) }),
		};
	});
}

/** What depends on payments: of rows up to the end of a quarter alone, so that it moves on no other day. */
function paidOut(own: readonly MonthSum[], quarter: string, reservePercent: number): Numbers["paidOut"] {
	const until = own.filter(({ month }) => month <= quarter);
	const sumOf = (sums: readonly MonthSum[]) => sums.reduce((all, { amount }) => all + amount, 0);
	const of = (wanted: Row["kind"]) => sumOf(until.filter(({ kind }) => kind === wanted));
	const [year = 0, month = 1] = quarter.split("-").map(Number);
	const since = new Date(Date.UTC(year, month - RESERVED_MONTHS, 1)).toISOString().slice(0, 10);
	const byCard = until.filter((sum) => sum.kind === "gift" && sum.category === "card" && sum.month >= since);
	const left = sumOf(until);
	const reserve = Math.max(0, Math.min(left, Math.ceil((sumOf(byCard) * reservePercent) / 100)));
	return { given: 0 - of("given"), promised: 0 - of("promised"), reserve, available: left - reserve };
}

/** The years of which anything is published, newest first. */
export function yearsOf(sums: readonly MonthSum[]): string[] {
	return [...new Set(sums.map(({ month }) => month.slice(0, 4)))].sort().reverse();
}
