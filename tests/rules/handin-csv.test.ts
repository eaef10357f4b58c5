import fc from "fast-check";
import { expect, test } from "vitest";
import { csvOf } from "#app/petitions/handing-in/csv.ts";
import type { HandinRow } from "#app/petitions/handing-in/rows.server.ts";

async function textOf(people: readonly [name: string, town: string, open: boolean][]): Promise<string> {
	async function* each(): AsyncGenerator<HandinRow> {
		for (const [i, [name, town, open]] of people.entries()) {
			const words = { name, town, organisation: "", country: "", line: town, lineHeld: open, public: open };
			yield { number: i + 1, version: 1, named: true, words };
		}
	}
	let text = "";
	const columns = { town: true, organisation: false, country: false };
	const survey = { people: people.length, withdrawn: 0, lines: 1, linesHeld: 1, columns, versions: new Set([1]) };
	for await (const piece of csvOf(each(), survey)) text += piece;
	return text;
}

/** RFC 4180, as a reader of the file has it. */
function read(csv: string): string[][] {
	const rows: string[][] = [];
	let [row, cell, quoted]: [string[], string, boolean] = [[], "", false];
	for (let at = 1; at < csv.length; at++) {
		const letter = csv.charAt(at);
		if (quoted && letter === '"' && csv[at + 1] === '"') cell += csv.charAt(++at);
		else if (letter === '"') quoted = !quoted;
		else if (quoted || !",\r\n".includes(letter)) cell += letter;
		else if (letter !== "\r") {
			row.push(cell);
			cell = "";
			if (letter === "\n") {
				rows.push(row);
				row = [];
			}
		}
	}
	return rows;
}

test("whatever a name holds, a reader of CSV gets it back, and no cell begins a formula", async () => {
	const text = fc.string({
		unit: fc.constantFrom("a", "Ж", '"', ",", "\n", "\r", "=", "+", "-", "@", "\t", " "),
		maxLength: 8,
	});
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(text, text, fc.boolean())), async (people) => {
			const [, ...rows] = read(await textOf(people));
			const plain = (cell = "") => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
			expect(rows.map(([, name, town, show, , line]) => [plain(name), plain(town), show, plain(line)])).toEqual(
				people.map(([name, town, open]) => [name, town, open ? "public" : "addressee", town]),
			);
			for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
		}),
	);
});
