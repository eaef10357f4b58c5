import { readCsv } from "#app/web/csv.ts";
import type { Tally } from "./sheet-state.ts";

/** One line of a file of counted sheets, numbered as in the file. */
export interface SheetRow extends Tally {
	line: number;
	/** As typed. */
	serial: string;
	/** Who counted it, by their address. */
	countedBy: string;
}

const columns = ["serial", "rows", "counted-by"] as const;
const refusedColumn = "refused";

/**
 * Reads a CSV (RFC 4180) with the columns `serial`, `rows`, `counted-by` and, if
 * it is there, `refused`, in any order.
 * @returns its rows, or the numbers of the lines that cannot be read; the first is the one with the columns' names
 */
export function readSheetRows(csv: string): { rows: SheetRow[] } | { wrong: number[] } {
	const [head, ...records] = readCsv(csv) ?? [];
	const names = (head?.cells ?? []).map((name) => name.toLowerCase());
	const at = (name: string) => names.indexOf(name);
	if (columns.some((name) => at(name) === -1)) return { wrong: [1] };
	const read = records.map(({ line, cells }) => {
		const number = (name: string) => wholeNumber(at(name) === -1 ? "0" : (cells[at(name)] ?? ""));
		return {
			line,
			serial: cells[at("serial")] ?? "",
			rows: number("rows"),
			refused: number(refusedColumn),
			countedBy: cells[at("counted-by")] ?? "",
		};
	});
	const wrong = read.filter(
		(row) => row.rows === undefined || row.refused === undefined || !row.countedBy.includes("@"),
	);
	if (wrong.length > 0) return { wrong: wrong.map(({ line }) => line) };
	return { rows: read.map((row) => ({ ...row, rows: row.rows ?? 0, refused: row.refused ?? 0 })) };
}

function wholeNumber(typed: string): number | undefined {
	return /^\d{1,4}$/.test(typed) ? Number(typed) : undefined;
}
