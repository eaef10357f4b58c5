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
}

/** A file of a bank, read. */
export interface Statement {
	/** `camt.053` or the name of a profile of CSV. */
	source: string;
	/** The account's number as the file has it, letters and digits alone; null where it does not say. */
	account: string | null;
	lines: StatementLine[];
}

/**
 * Why a file was not taken: it is of no kind that is known; no text in its encoding; beyond the limits; broken, or with what
 * no statement has (a DOCTYPE, an entity); of more than one account, or of another than the fund's; or some lines cannot be
 * read, and then none is taken.
 */
export type StatementRefusal =
	| { refused: "format" | "encoding" | "large" | "broken" | "accounts" | "account" }
	| { refused: "lines"; lines: number[] };

/** Lines that one file may have. */
export const MOST_LINES = 50_000;
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

/** A day that there is, between 2000 and 2099. @returns as 2026-12-16, or null */
export function dayOf(year: string, month: string, day: string): string | null {
	const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
	if (!/^20\d\d-\d\d-\d\d$/.test(iso)) return null;
	const date = new Date(`${iso}T00:00:00Z`);
	return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(iso) ? iso : null;
}
