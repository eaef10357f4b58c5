/** One row of a table, as it was read. */
export interface CsvRecord {
	/** The line that it begins on. */
	line: number;
	cells: string[];
}

/** Cells of one record: no table that is brought here has as many. */
const MOST_CELLS = 256;

/**
 * Reads CSV (RFC 4180), with commas or, as spreadsheets of many countries write it, semicolons; a mark of byte order in front
 * is passed over.
 * @returns the records that have something in them; undefined when a quotation is never closed, or one has more than 256 cells
 */
export function readCsv(text: string): CsvRecord[] | undefined {
	const records: CsvRecord[] = [];
	for (const record of csvRecords(text)) {
		if (!record) return undefined;
		if (isFilled(record)) records.push(record);
	}
	return records;
}

/** Whether any cell has something in it. */
export function isFilled({ cells }: CsvRecord): boolean {
	return cells.some((cell) => cell !== "");
}

/**
 * The records one by one, empty ones too: whoever stops asking has read no further. The last one is undefined where the text
 * is no CSV from there on.
 */
export function* csvRecords(text: string): Generator<CsvRecord | undefined> {
	const csv = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
	const comma = separatorOf(csv);
	let line = 1;
	for (let at = 0; at < csv.length; ) {
		const record: CsvRecord = { line, cells: [] };
		for (;;) {
			const cell = record.cells.length < MOST_CELLS && readCell(csv, at, comma);
			if (!cell) {
				yield undefined;
				return;
			}
			record.cells.push(cell.text.trim());
			line += countOf(cell.text, "\n");
			at = cell.end;
			if (csv[at] !== comma) break;
			at++;
		}
		at++;
		line++;
		yield record;
	}
}

/** What parts the cells: whichever of the two the first line has more of. */
function separatorOf(csv: string): string {
	const end = csv.indexOf("\n");
	const first = end < 0 ? csv : csv.slice(0, end);
	return countOf(first, ";") > countOf(first, ",") ? ";" : ",";
}

/** How often a character is there, without a list of what is between. */
function countOf(text: string, character: string): number {
	let count = 0;
	for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
	return count;
}

/** One cell from a place on: its text, and where what follows it begins. */
function readCell(csv: string, from: number, comma: string): { text: string; end: number } | undefined {
	if (csv[from] !== '"') {
		let end = from;
		while (end < csv.length && csv[end] !== comma && csv[end] !== "\n") end++;
		return { text: csv.slice(from, end), end };
	}
	for (let at = from + 1; at < csv.length; at++) {
		if (csv[at] !== '"') continue;
		if (csv[at + 1] === '"') at++;
		else return { text: csv.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
	}
	return undefined;
}

/** One line of CSV (RFC 4180) in which no cell is a formula. */
export function csvLine(cells: readonly string[]): string {
	return `${cells.map(cell).join(",")}\r\n`;
}

/** A spreadsheet takes what begins like this for a formula, and would run it (OWASP, "CSV injection"). */
function cell(text: string): string {
	const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
