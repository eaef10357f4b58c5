import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changeSheet, type SheetEvent, type SheetRefusal, type SheetState, type Tally } from "./sheet-state.ts";

export type { SheetEvent, Tally };

/** Why nothing was done with a sheet. */
export type SheetNotDone = SheetRefusal | "unknown" | "handed-in" | "too-new" | "same-asked";

/** What came of doing something with a sheet; `unknown` where the campaign has none of that serial. */
export type SheetDone =
	| { to: SheetState }
	/** One has asked for it; another one does it. */
	| { asked: "recount" | "void" }
	| { refused: SheetNotDone };

/** The statement in which a sheet is looked for: of a campaign or of a petition. */
export type Within = { campaignId: number } | { petition: string };

/**
 * Does one thing with one sheet: enters it, checks it, has it counted anew, or voids it. The sheet is locked meanwhile; were
 * it not, the keys of `paper_counts` would still refuse a second first count. The trigger of `paper_sheets` moves the
 * petition's number on paper, which stays as it was handed in once the petition was.
 * @param serial as `readSerial` gives it
 */
export async function doWithSheet(db: Db, within: Within, serial: string, event: SheetEvent): Promise<SheetDone> {
	return inTransaction(db, async (trx) => {
		const sheet = await lockSheet(trx, within, serial);
		if (!sheet) return { refused: "unknown" };
		if (sheet.handedIn) return { refused: "handed-in" };
		const change = changeSheet(sheet, event);
		if ("refused" in change) return change;
		if (event.kind === "check" && !(await areTwo(trx, sheet.petitionId, sheet.first?.by, event.by)))
			return { refused: "too-new" };
		if (sheet.state === "counted" && (event.kind === "recount" || event.kind === "void")) {
			const asked = sheet.asked === event.kind && (await areTwo(trx, sheet.petitionId, sheet.askedBy, event.by));
			if (!asked) return askFirst(trx, serial, sheet, event);
		}
		if (event.kind === "enter" || event.kind === "check") await keepTally(trx, serial, sheet.round, event);
		await trx
			.updateTable("paper_sheets")
			.where("serial", "=", serial)
			.set({
				state: change.to,
				counted: change.to === "counted" && "rows" in event ? event.rows : null,
				round: event.kind === "recount" ? sheet.round + 1 : sheet.round,
				asked: null,
				asked_by: null,
			})
			.execute();
		return change;
	});
}

/** Notes what one would do with a sheet that counts; who asked already does not stand in another's way, nor in their own. */
async function askFirst(
	trx: Db,
	serial: string,
	{ asked, askedBy }: { asked: string | null; askedBy: string | null },
	{ kind, by }: { kind: "recount" | "void"; by: string },
): Promise<SheetDone> {
	if (asked === kind && askedBy === by) return { refused: "same-asked" };
	// Of two who cannot do it together the first one's word stands: anybody else's completes it.
	if (asked === kind) return { refused: "too-new" };
	await trx.updateTable("paper_sheets").where("serial", "=", serial).set({ asked: kind, asked_by: by }).execute();
	return { asked: kind };
}

async function areTwo(trx: Db, petitionId: number, first: string | null | undefined, second: string): Promise<boolean> {
	if (!first) return false;
	const { rows } = await sql<{ two: boolean }>`
		select are_two(${petitionId}, ${first}::uuid, ${second}::uuid) as two`.execute(trx);
	return rows[0]?.two ?? false;
}

async function lockSheet(trx: Db, within: Within, serial: string) {
	const [row] = await trx
		.selectFrom("paper_sheets as s")
		.innerJoin("paper_batches as b", "b.id", "s.batch_id")
		.innerJoin("petitions as p", "p.id", "s.petition_id")
		.where("s.serial", "=", serial)
		.where((is) =>
			"campaignId" in within ? is("p.campaign_id", "=", within.campaignId) : is("p.slug", "=", within.petition),
		)
		.forUpdate("s")
		// Handing in waits for the sheets at hand, or they see it.
		.forShare("p")
		.select([
			sql<SheetState>`s.state`.as("state"),
			"s.round",
			"s.petition_id as petitionId",
			"s.asked",
			"s.asked_by as askedBy",
			"b.rows as lines",
			sql<boolean>`p.handed_in_at is not null`.as("handedIn"),
			sql<(Tally & { by: string }) | null>`(
				select json_build_object('rows', c.rows, 'refused', c.refused, 'by', c.counted_by) from paper_counts c
				where c.serial = s.serial and c.round = s.round and c.turn = 1)`.as("first"),
		])
		.execute();
	return row && { ...row, first: row.first ?? undefined };
}

async function keepTally(
	trx: Db,
	serial: string,
	round: number,
	{ kind, rows, refused, by }: Tally & { kind: "enter" | "check"; by: string },
): Promise<void> {
	await trx
		.insertInto("paper_counts")
		.values({ serial, round, turn: kind === "enter" ? 1 : 2, rows, refused, counted_by: by })
		.execute();
}
