/**
 * Reads CSV (RFC 4180), with commas or, as spreadsheets of many countries write it, semicolons; a mark of byte order in front
 * is passed over.
 * @returns the records, each with the line that it begins on; undefined when a quotation is never closed
 */
export function readCsv(text: string): { line: number; cells: string[] }[] | undefined {
	const csv = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
	const [first = ""] = csv.split("\n", 1);
	const comma = first.split(";").length > first.split(",").length ? ";" : ",";
	const records: { line: number; cells: string[] }[] = [];
	let line = 1;
	for (let at = 0; at < csv.length; ) {
		const record = { line, cells: [] as string[] };
		for (;;) {
			const cell = readCell(csv, at, comma);
			if (!cell) return undefined;
			record.cells.push(cell.text.trim());
			line += cell.text.split("\n").length - 1;
			at = cell.end;
			if (csv[at] !== comma) break;
			at++;
		}
		at++;
		line++;
		if (record.cells.some((cell) => cell !== "")) records.push(record);
	}
	return records;
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
