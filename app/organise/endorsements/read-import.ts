import type { MessageKey } from "#app/i18n/translate.ts";
import type { Entry } from "#app/petitions/endorsing/enter.server.ts";
import { readCsv } from "#app/web/csv.ts";
import { type Cells, type Column, columns, type WrongCell } from "./columns.ts";
import { readEntry } from "./entry-fields.ts";

/** Lines that a file may have. */
export const MOST_LINES = 2_000;

/** One line of a file, as it was understood. */
export interface ImportLine {
	line: number;
	name: string;
	wrong: WrongCell[];
}

export type ReadImport =
	/** Nothing of it can be read: why. */
	| { problem: MessageKey }
	/** What is to be entered, those above before those below; empty while a line is wrong. */
	| { lines: ImportLine[]; entries: Entry[] };

const needed: readonly Column[] = ["name", "kind", "country", "adopted_on", "evidence"];

/**
 * Reads a file of endorsements: every line, with all that is wrong with it.
 * @param today `YYYY-MM-DD`
 * @param known the names of bodies that are there already, lower case: others can be put below them
 */
export function readImport(csv: string, today: string, known: ReadonlySet<string>): ReadImport {
	const records = readCsv(csv);
	if (!records) return { problem: "organise.import.quotes" };
	const [head, ...body] = records;
	const names = (head?.cells ?? []).map((name) => name.toLowerCase());
	if (!head || needed.some((column) => !names.includes(column))) return { problem: "organise.import.columns" };
	if (body.length === 0) return { problem: "organise.import.empty" };
	if (body.length > MOST_LINES) return { problem: "organise.import.long" };
	const read = body.map(({ line, cells }) => {
		const named = Object.fromEntries(columns.map((column) => [column, cells[names.indexOf(column)] ?? ""])) as Cells;
		return { line, name: named.name, parent: named.parent.toLowerCase(), ...readEntry(named, today) };
	});
	const inFile = new Set(read.map(({ name }) => name.toLowerCase()));
	const lines = read.map((record): ImportLine => {
		const wrong = "wrong" in record ? record.wrong : [];
		const { line, name, parent } = record;
		const lost = parent !== "" && !known.has(parent) && !inFile.has(parent);
		return { line, name, wrong: lost ? [...wrong, { column: "parent", key: "organise.import.parent" }] : wrong };
	});
	if (lines.some(({ wrong }) => wrong.length > 0)) return { lines, entries: [] };
	const entries = read.flatMap((record) => ("entry" in record ? [record.entry] : []));
	const ordered = aboveFirst(entries, known);
	return ordered ? { lines, entries: ordered } : { problem: "organise.import.circle" };
}

/** Entries with each after the one that it names above it; undefined when they name each other in a circle. */
function aboveFirst(entries: readonly Entry[], known: ReadonlySet<string>): Entry[] | undefined {
	const placed = new Set<string>();
	const ordered: Entry[] = [];
	const inFile = new Set(entries.map(({ name }) => name.toLowerCase()));
	let waiting = [...entries];
	while (waiting.length > 0) {
		const ready = waiting.filter(({ parent }) => {
			const above = parent.toLowerCase();
			return above === "" || placed.has(above) || (known.has(above) && !inFile.has(above));
		});
		if (ready.length === 0) return undefined;
		ordered.push(...ready);
		for (const { name } of ready) placed.add(name.toLowerCase());
		const done = new Set(ready);
		waiting = waiting.filter((entry) => !done.has(entry));
	}
	return ordered;
}
