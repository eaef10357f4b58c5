/** One line of an export. */
interface Named {
	name: string;
	town: string;
	public: boolean;
}

/**
 * The names of a petition as CSV (RFC 4180, UTF-8 with a mark that spreadsheets know it by): a line for each, and one
 * for all who chose to be only counted.
 */
export async function* signatoriesCsv(people: AsyncIterable<Named>, counted: number): AsyncGenerator<string> {
	yield `\ufeff${line(["name", "town", "visibility", "people"])}`;
	for await (const { name, town, public: open } of people) yield line([name, town, open ? "public" : "addressee", "1"]);
	yield line(["", "", "counted", String(counted)]);
}

function line(cells: readonly string[]): string {
	return `${cells.map(cell).join(",")}\r\n`;
}

/** A spreadsheet takes what begins like this for a formula, and would run it (OWASP, "CSV injection"). */
function cell(text: string): string {
	const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
