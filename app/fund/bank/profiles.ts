import type { DecimalMark } from "./bank-amount.ts";
import { dayOf } from "./statement.ts";

/** How one bank's export of CSV is read. Names of columns are in lower case. */
export interface Profile {
	name: string;
	/** Columns by which the file is known; all of them are there. */
	header: readonly string[];
	columns: {
		day: string;
		amount: string;
		currency: string;
		/** Joined by spaces; those that the file has. */
		text: readonly string[];
		/** The first that has something. */
		counterparty: readonly string[];
		account?: string;
		/** The bank's own reference of the line. */
		reference?: string;
		/** What stood in the account after the line. */
		balance?: string;
	};
	day(printed: string): string | null;
	decimal: DecimalMark;
	/** A column that says what is not booked yet, and how. */
	pending?: { column: string; is: RegExp };
}

const germanDay = (printed: string) => {
	const [, day = "", month = "", year = ""] = /^(\d{2})\.(\d{2})\.(\d{4}|\d{2})$/.exec(printed) ?? [];
	return dayOf(year.length === 2 ? `20${year}` : year, month, day);
};
const isoDay = (printed: string) => {
	const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(printed) ?? [];
	return dayOf(year, month, day);
};

/** The kinds of CSV that are known, the most particular first. docs/bank.md says how to add one. */
export const profiles: readonly Profile[] = [
	{
		// "CSV-CAMT-Format (V2)" of the German savings banks' online banking.
		name: "csv-camt",
		header: ["auftragskonto", "buchungstag", "verwendungszweck", "sammlerreferenz", "betrag", "waehrung", "info"],
		columns: {
			day: "buchungstag",
			amount: "betrag",
			currency: "waehrung",
			text: ["verwendungszweck"],
			counterparty: ["beguenstigter/zahlungspflichtiger"],
			account: "auftragskonto",
		},
		day: germanDay,
		decimal: ",",
		pending: { column: "info", is: /vorgemerkt/i },
	},
	{
		// The export of the German cooperative banks and of GLS (Atruvia's online banking).
		name: "atruvia",
		header: ["iban auftragskonto", "buchungstag", "name zahlungsbeteiligter", "verwendungszweck", "betrag", "waehrung"],
		columns: {
			day: "buchungstag",
			amount: "betrag",
			currency: "waehrung",
			text: ["verwendungszweck"],
			counterparty: ["name zahlungsbeteiligter"],
			account: "iban auftragskonto",
			balance: "saldo nach buchung",
		},
		day: germanDay,
		decimal: ",",
	},
	{
		// The statement of a balance at Wise, one currency a file.
		name: "wise",
		header: ["transferwise id", "date", "amount", "currency", "description", "payment reference"],
		columns: {
			day: "date",
			amount: "amount",
			currency: "currency",
			text: ["payment reference", "description"],
			counterparty: ["payer name", "payee name"],
			reference: "transferwise id",
			balance: "running balance",
		},
		day: (printed) => {
			const [, day = "", month = "", year = ""] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(printed) ?? [];
			return dayOf(year, month, day);
		},
		decimal: ".",
	},
	{
		// Ours: what a treasurer makes of any other bank's file in a spreadsheet.
		name: "plain",
		header: ["date", "amount", "currency", "text"],
		columns: {
			day: "date",
			amount: "amount",
			currency: "currency",
			text: ["text"],
			counterparty: ["name"],
			account: "account",
			reference: "reference",
			balance: "balance",
		},
		day: (printed) => isoDay(printed) ?? germanDay(printed),
		decimal: "either",
	},
];
