import fc from "fast-check";
import { expect, test } from "vitest";
import { signatoriesCsv } from "#app/organise/approvals/signatories-csv.ts";

interface Named {
	name: string;
	town: string;
	public: boolean;
}

async function csvOf(people: Named[], counted: number): Promise<string> {
	async function* each() {
		yield* people;
	}
	let text = "";
	for await (const piece of signatoriesCsv(each(), counted)) text += piece;
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
		fc.asyncProperty(
			fc.array(fc.record({ name: text, town: text, public: fc.boolean() })),
			fc.nat(),
			async (people, counted) => {
				const rows = read(await csvOf(people, counted));
				expect(rows).toHaveLength(people.length + 2);
				expect(rows.at(-1)).toEqual(["", "", "counted", String(counted)]);
				rows.slice(1, -1).forEach((row, i) => {
					const person = people[i];
					const plain = (cell = "") => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
					expect([plain(row[0]), plain(row[1]), row[2]]).toEqual([
						person?.name,
						person?.town,
						person?.public ? "public" : "addressee",
					]);
					for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
				});
			},
		),
	);
});
