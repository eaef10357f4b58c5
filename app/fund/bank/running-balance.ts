import type { Span } from "./statement.ts";

/** A line of a file that prints what stood in the account after it. */
export interface PrintedLine {
	/** Its number in the file. */
	line: number;
	/** As 2026-12-16. */
	bookedOn: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** Minor units. */
	amount: number;
	/** Null where nothing is printed at this line. */
	balance: number | null;
}

/**
 * What stood in the account before and after a file's lines, for each currency, from what is printed after each line. Banks
 * write the newest line first or last: the days say which, and within one day whichever order holds.
 * @returns the numbers of the lines whose balance is not the one before and the amounts between: one is missing or was changed
 */
export function spansOf(lines: readonly PrintedLine[]): Span[] | { wrong: number[] } {
	const spans: Span[] = [];
	const wrong: number[] = [];
	for (const currency of new Set(lines.map((line) => line.currency))) {
		const own = lines.filter((line) => line.currency === currency);
		const walked = ordersOf(own).map(walk);
		const best = walked.find((one) => !("wrong" in one)) ?? walked[0];
		if (best && "wrong" in best) wrong.push(...best.wrong);
		else if (best?.span) spans.push({ currency, ...best.span });
	}
	return wrong.length > 0 ? { wrong: wrong.sort((a, b) => a - b) } : spans;
}

/** The orders, oldest line first, that a file may be in. */
function ordersOf(lines: readonly PrintedLine[]): (readonly PrintedLine[])[] {
	const first = lines[0]?.bookedOn ?? "";
	const last = lines.at(-1)?.bookedOn ?? "";
	if (first < last) return [lines];
	return first > last ? [lines.toReversed()] : [lines, lines.toReversed()];
}

type Walked = { span: Omit<Span, "currency"> | undefined } | { wrong: number[] };

function walk(lines: readonly PrintedLine[]): Walked {
	const wrong: number[] = [];
	let opening: number | undefined;
	let stands = 0;
	for (const { line, amount, balance } of lines) {
		stands += amount;
		if (balance === null) continue;
		if (opening === undefined) opening = balance - stands;
		else if (balance !== stands) wrong.push(line);
		stands = balance;
	}
	if (wrong.length > 0) return { wrong };
	const days = lines.map(({ bookedOn }) => bookedOn).sort();
	const [from, to] = [days[0], days.at(-1)];
	if (opening === undefined || from === undefined || to === undefined) return { span: undefined };
	return { span: { from, opening, to, closing: stands } };
}
