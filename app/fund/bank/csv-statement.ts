import { type CsvRecord, csvRecords, isFilled } from "#app/web/csv.ts";
import { bankAmount } from "./bank-amount.ts";
import { type Profile, profiles } from "./profiles.ts";
import { type PrintedLine, spansOf } from "./running-balance.ts";
import { MOST_LINES, plainText, type Statement, type StatementLine, type StatementRefusal } from "./statement.ts";

/**
 * Reads a bank's CSV by the profile that its header is of. All of its lines or none: one that cannot be read refuses the
 * file, and is named by its number; so is one whose printed balance is not the sum of what is before it.
 */
export function readCsvStatement(csv: string): Statement | StatementRefusal {
	const records = csvRecords(csv);
	const names = headOf(records);
	const profile = profiles.find(({ header }) => header.every((name) => names.includes(name)));
	if (!profile) return { refused: "format" };
	const lines: StatementLine[] = [];
	const printed: PrintedLine[] = [];
	const wrong: number[] = [];
	const accounts = new Set<string>();
	let seen = 0;
	for (const record of records) {
		if (!record) return { refused: "format" };
		// Empty lines count too: what is read is bounded, whatever a file is made of.
		if (++seen > MOST_LINES) return { refused: "large" };
		if (!isFilled(record)) continue;
		const { line, cells } = record;
		const cell = (name: string | undefined) => (name === undefined ? "" : (cells[names.indexOf(name)] ?? ""));
		const read = readLine(profile, cell);
		if (read === null) wrong.push(line);
		else if (read !== "not booked") {
			lines.push(read);
			const { bookedOn, currency, amount } = read;
			const balance = balanceOf(profile, cell, currency);
			if (balance === undefined) wrong.push(line);
			else printed.push({ line, bookedOn, currency, amount, balance });
		}
		const account = cell(profile.columns.account)
			.toUpperCase()
			.replace(/[^A-Z0-9]/g, "");
		if (account) accounts.add(account);
	}
	if (wrong.length > 0) return { refused: "lines", lines: wrong };
	if (accounts.size > 1) return { refused: "accounts" };
	const spans = spansOf(printed);
	if ("wrong" in spans) return { refused: "sum", lines: spans.wrong };
	return { source: profile.name, account: [...accounts][0]?.slice(0, 34) ?? null, lines, spans };
}

/** The names of the columns; none where the file begins otherwise. Reads no further. */
function headOf(records: Iterator<CsvRecord | undefined>): string[] {
	for (let skipped = 0; skipped < MOST_LINES; skipped++) {
		const { value } = records.next();
		if (!value) return [];
		if (isFilled(value)) return value.cells.map((name: string) => name.toLowerCase());
	}
	return [];
}

type Cell = (name: string | undefined) => string;

function readLine({ columns, day, decimal, pending }: Profile, cell: Cell): StatementLine | "not booked" | null {
	if (pending?.is.test(cell(pending.column))) return "not booked";
	const bookedOn = day(cell(columns.day));
	const currency = cell(columns.currency).toUpperCase();
	if (!bookedOn || !/^[A-Z]{3}$/.test(currency)) return null;
	const amount = bankAmount(cell(columns.amount), currency, decimal);
	if (amount === null) return null;
	// Some banks write messages as lines of nothing.
	if (amount === 0) return "not booked";
	return {
		bookedOn,
		currency,
		amount,
		text: plainText(columns.text.map(cell).filter(Boolean).join(" ")),
		counterparty: plainText(columns.counterparty.map(cell).find(Boolean) ?? ""),
		reference: plainText(cell(columns.reference)) || null,
		fee: false,
	};
}

/** What is printed as the balance after a line, minor units: null where nothing is, undefined where it cannot be read. */
function balanceOf({ columns, decimal }: Profile, cell: Cell, currency: string): number | null | undefined {
	const printed = cell(columns.balance);
	return printed === "" ? null : (bankAmount(printed, currency, decimal) ?? undefined);
}
