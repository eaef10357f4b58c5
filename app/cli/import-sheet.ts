import { readFile } from "node:fs/promises";
import { organisersByAddress } from "#app/organise/people/by-address.server.ts";
import { type ImportedLine, importSheets } from "#app/petitions/paper/import-sheets.server.ts";
import { readSheetRows } from "#app/petitions/paper/sheet-rows.server.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import { SettingError, type Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";
import { readArguments } from "./arguments.ts";
import { withDatabase } from "./with-database.ts";

const usage = "petition import-sheet SLUG FILE.csv [--preview]";

/**
 * `petition import-sheet`: enters counted sheets as first counts, all of a file or none of it. The same file twice changes
 * nothing.
 */
export async function run(args: string[], settings: Settings): Promise<void> {
	const { words, flags } = readArguments(usage, args, { words: 2, flags: ["preview"] });
	const [petition = "", file = ""] = words;
	const read = readSheetRows(await textOf(file));
	if ("wrong" in read) throw new SettingError(`${file}: lines ${read.wrong.join(", ")} are not serial,rows,counted-by`);
	await withDatabase(settings, async (db) => {
		const key = await addressKey(db, readKeyRing(settings.SECRET_KEYS));
		const addresses = read.rows.map(({ countedBy }) => countedBy);
		const owners = await organisersByAddress(db, key, petition, addresses);
		const rows = read.rows.map((row) => ({ ...row, by: owners.get(row.countedBy) }));
		const said = await enter(db, petition, rows, flags.has("preview"));
		const entered = said.filter(({ came }) => came === "new").length;
		const before = said.filter(({ came }) => came === "as before").length;
		process.stdout.write(
			flags.has("preview")
				? `nothing was changed; ${entered} sheets would be entered, ${before} are already\n`
				: `${entered} sheets entered, ${before} were already; another organiser now enters each second count\n`,
		);
	});
}

async function textOf(file: string): Promise<string> {
	try {
		return await readFile(file, "utf8");
	} catch {
		throw new SettingError(`${file} cannot be read`);
	}
}

/** Ends the transaction of a preview, or of a file with a line that is refused. */
class Undone extends Error {
	constructor(readonly said: readonly ImportedLine[]) {
		super();
	}
}

async function enter(
	db: Db,
	petition: string,
	rows: Parameters<typeof importSheets>[2],
	preview: boolean,
): Promise<readonly ImportedLine[]> {
	const work = async (trx: Db) => {
		const said = await importSheets(trx, petition, rows);
		if (preview || said.some(isRefused)) throw new Undone(said);
		return said;
	};
	const told = (said: readonly ImportedLine[]) => {
		const sheets = said.filter(({ came }) => came === "new").length;
		return sheets > 0
			? ({ act: "paper.imported", of: { petition }, about: petition, figures: { sheets } } as const)
			: null;
	};
	try {
		return await operate(db, work, told);
	} catch (error) {
		if (!(error instanceof Undone)) throw error;
		for (const { line, came } of error.said.filter(isRefused)) process.stdout.write(`line ${line}: ${reasons[came]}\n`);
		if (error.said.some(isRefused)) throw new SettingError("nothing was entered: mend these lines first");
		return error.said;
	}
}

type Refused = Exclude<ImportedLine["came"], "new" | "as before">;

const reasons: Record<Refused, string> = {
	serial: "this is no serial",
	unknown: "this petition has no sheet with this serial",
	nobody: "counted-by is the address of no organiser of this campaign",
	entered: "entered before, with other numbers or by somebody else",
	"not-entered": "not entered",
	"same-person": "counted by the same person",
	"too-many": "more signatures than lines",
	void: "this sheet is void",
	nothing: "nothing was counted",
	"handed-in": "the petition has been handed in",
	"too-new": "counted by somebody who has been an organiser for less than 48 hours",
	"same-asked": "asked for by the same person",
};

function isRefused(said: ImportedLine): said is ImportedLine & { came: Refused } {
	return said.came !== "new" && said.came !== "as before";
}
