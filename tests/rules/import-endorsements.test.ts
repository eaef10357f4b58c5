import { describe, expect, test } from "vitest";
import { MOST_LINES, readImport } from "#app/organise/endorsements/read-import.ts";
import { readCsv } from "#app/web/csv.ts";

const today = "2026-11-23";
const head = "name,kind,country,members,parent,adopted_on,evidence,checked";
const read = (lines: string[], known: string[] = []) => readImport([head, ...lines].join("\n"), today, new Set(known));
const wrongOf = (result: ReturnType<typeof read>) =>
	"lines" in result
		? result.lines.flatMap(({ line, wrong }) => wrong.map(({ column }) => `${line} ${column}`))
		: [result.problem];

describe("CSV", () => {
	test("is read with quotations, line ends of both kinds, a mark in front and semicolons", () => {
		expect(readCsv('\ufeffa;b\r\n"x;y";"say ""yes""\nagain"\r\n\r\nlast;1')).toEqual([
			{ line: 1, cells: ["a", "b"] },
			{ line: 2, cells: ["x;y", 'say "yes"\nagain'] },
			{ line: 5, cells: ["last", "1"] },
		]);
		expect(readCsv('a,"b')).toBeUndefined();
	});
});

describe("an import of endorsements", () => {
	test("puts those above before those below, in whatever order the file has them", () => {
		const result = read(
			[
				"Branch,branch,GB,10,Region,2026-11-01,Minutes,call-back",
				"Region,region,GB,,Union,2026-11-01,Minutes,vouched",
				"Union,union,GB,,Federation,2026-11-01,Minutes,",
			],
			["federation"],
		);
		expect("entries" in result && result.entries.map(({ name }) => name)).toEqual(["Union", "Region", "Branch"]);
	});

	test("says of every line all that is wrong with it, and then enters nothing", () => {
		const result = read([
			",branch,GB,,,2026-11-01,Minutes,",
			"A,club,G,x,Nowhere,2027-01-01,,soon",
			"=A(),branch,GB,,,2026-11-01,-1+2,",
			"B,branch,GB,5,,2026-11-01,Minutes,",
		]);
		expect(wrongOf(result)).toEqual([
			"2 name",
			"3 kind",
			"3 country",
			"3 members",
			"3 adopted_on",
			"3 evidence",
			"3 checked",
			"3 parent",
			"4 name",
			"4 evidence",
		]);
		expect("entries" in result && result.entries).toEqual([]);
	});

	test("refuses a circle, a table without its columns, and one that is too long", () => {
		const line = (name: string, parent: string) => `${name},branch,GB,,${parent},2026-11-01,Minutes,`;
		expect(wrongOf(read([line("A", "B"), line("B", "A")]))).toEqual(["organise.import.circle"]);
		expect(readImport("name\nA", today, new Set())).toEqual({ problem: "organise.import.columns" });
		const long = Array.from({ length: MOST_LINES + 1 }, (_, i) => line(`Body ${i}`, ""));
		expect(wrongOf(read(long))).toEqual(["organise.import.long"]);
	});
});
