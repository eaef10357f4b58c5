import { readDay } from "#app/web/day.ts";

/** One line of a bank statement that the bank has booked. */
export interface StatementLine {
	/** As 2026-12-16. */
	bookedOn: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** Minor units; what came is positive, never zero. */
	amount: number;
	/** What the payer wrote (remittance information). */
	text: string;
	/** The other side, as the bank names it. */
	counterparty: string;
	/** The bank's own reference, the same in each of its files; null where the file has none. */
	reference: string | null;
	/** The bank says that it is its own charge. */
	fee: boolean;
	/** The payments of a batch, where the file says how much each is; they add up to the line. */
	parts?: readonly Part[];
}

/** One payment of a batch. */
export interface Part {
	/** Minor units, with the sign of its line. */
	amount: number;
	text: string;
	counterparty: string;
}

/** What a statement says stood in the account before its first line and after its last one. */
export interface Span {
	/** ISO 4217, capitals. */
	currency: string;
	/** The day of its first line, or of its closing balance where it has none; as 2026-12-16. */
	from: string;
	/** Minor units; below zero what the bank is owed. Null where the file does not say. */
	opening: number | null;
	to: string;
	/** At the end of `to`. Of CSV after the last line of the file, which the day may go on after. */
	closing: number;
}

/** A file of a bank, read. */
export interface Statement {
	/** `camt.053` or the name of a profile of CSV. */
	source: string;
	/** The account's number as the file has it, letters and digits alone; null where it does not say. */
	account: string | null;
	lines: StatementLine[];
	/** None where the file has no balances. */
	spans: readonly Span[];
}

/**
 * Why a file was not taken: it is of no kind that is known; no text in its encoding; beyond the limits; broken, or with what
 * no statement has (a DOCTYPE, an entity); of more than one account, or of another than the fund's; of more lines than a
 * browser waits for (`long`); some lines cannot be read, and then none is taken; or the balance that stands at a line is not
 * the one before and the amounts (`sum`): a line is missing or was changed.
 */
export type StatementRefusal =
	| { refused: "format" | "encoding" | "large" | "broken" | "accounts" | "account" | "long" }
	| { refused: "lines" | "sum"; lines: number[] };

/** Lines that one file may have. */
export const MOST_LINES = 50_000;
/** Lines of one file that are brought while a browser waits; each is a transaction. More are the command's. */
export const MOST_AT_DESK = 2_000;
/** Payments of one batch that are told apart: what is longer stays one line. */
export const MOST_PARTS = 200;
/** Characters of a text that are kept: ISO 20022 has 140 in a field of remittance information, some banks join several. */
const LONGEST = 1_000;

/** A text of a statement as it is kept: one line, no control characters, no more than is kept. */
export function plainText(text: string): string {
	const plain = text.normalize("NFC").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
	// The cut may have halved a character.
	return plain
		.trim()
		.slice(0, LONGEST)
		.replace(/\p{Cs}/gu, "");
}

/** A day as a file prints it in three parts. @returns as 2026-12-16, or null where there is no such day */
export function dayOf(year: string, month: string, day: string): string | null {
	return readDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** The day at the front of a date or a time (ISO 8601), or null. */
export function dayIn(printed: string): string | null {
	return readDay(/^\d{4}-\d{2}-\d{2}/.exec(printed)?.[0] ?? "");
}
