import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { doWithSheet, type SheetNotDone } from "./count-sheet.server.ts";
import { readSerial } from "./serial.server.ts";
import type { SheetRow } from "./sheet-rows.server.ts";

/** What became of one line of a file. */
export type ImportedLine =
	| { line: number; came: "new" | "as before" }
	| { line: number; came: SheetNotDone | "serial" | "nobody" };

/** A line with the organiser whom its address means; undefined where it means none of the campaign. */
export type OwnedRow = SheetRow & { by: string | undefined };

/**
 * Enters counted sheets as first counts: the second is still somebody else's, at the desk. What the file has entered before
 * stays as it is.
 * @param petition its slug
 * @returns what became of each line, in order; the caller undoes all of it by ending the transaction where one is refused
 */
export async function importSheets(trx: Db, petition: string, rows: readonly OwnedRow[]): Promise<ImportedLine[]> {
	const said: ImportedLine[] = [];
	for (const { line, serial: typed, by, rows: n, refused } of rows) {
		const serial = readSerial(typed);
		if (!serial) said.push({ line, came: "serial" });
		else if (by === undefined) said.push({ line, came: "nobody" });
		else {
			const tally = { rows: n, refused, by };
			const done = await doWithSheet(trx, { petition }, serial, { kind: "enter", ...tally });
			// A first count is never what takes asking another one.
			if (!("refused" in done)) said.push({ line, came: "new" });
			else if (done.refused === "entered" && (await isAsBefore(trx, serial, tally)))
				said.push({ line, came: "as before" });
			else said.push({ line, came: done.refused });
		}
	}
	return said;
}

/** Whether the first count of a sheet's present round is this one. */
async function isAsBefore(
	trx: Db,
	serial: string,
	{ rows, refused, by }: { rows: number; refused: number; by: string },
): Promise<boolean> {
	const { rows: found } = await sql`
		select from paper_counts c join paper_sheets s on s.serial = c.serial and s.round = c.round
		where c.serial = ${serial} and c.turn = 1 and c.rows = ${rows} and c.refused = ${refused} and c.counted_by = ${by}`.execute(
		trx,
	);
	return found.length > 0;
}
