/** A row of the open books as everybody sees it: the view `open_books`, cell by cell as ledger.csv writes it. */
export interface Row {
	/** From 1, in the order of publication, without gaps. */
	seq: number;
	/** `YYYY-MM`. */
	month: string;
	kind: "gift" | "returned" | "fees" | "exchange" | "promised" | "given" | "bank-costs";
	description: string;
	/** What went, in the currency's own decimals; empty where something came. */
	debit: string;
	credit: string;
	/** ISO 4217. */
	currency: string;
	/** Of its currency, after this row: neither spent nor promised, as far as published. */
	balance: string;
	category: string;
	/** The row that this one takes back, in whole or in part. */
	reverses: string;
	/** SHA-256, hexadecimal. */
	hash: string;
}

/** The columns of ledger.csv, in order. */
export const columns = [
	"seq",
	"month",
	"kind",
	"description",
	"debit",
	"credit",
	"currency",
	"balance",
	"category",
	"reverses",
	"hash",
] as const satisfies readonly (keyof Row)[];

/** The cells of a row, in order. */
export function cellsOfRow(row: Row): string[] {
	return columns.map((column) => String(row[column]));
}
