import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { OrganiserWords } from "../sign-in/sessions.server.ts";

/** How a campaign's queue is kept just now. */
export interface Shift {
	/** Whatever is new waits for a reader, even from people who are trusted. */
	hold: boolean;
	/** What the last shift left for the next: who wrote it, and on which day. */
	note: { text: string; by: string; day: string } | null;
}

/** Characters of a note. */
export const longestNote = 1_500;

/** Reads the switch and the note of a campaign. */
export async function readShift(db: Db, keys: KeyRing, campaignId: number): Promise<Shift> {
	const row = await db
		.selectFrom("campaign_moderation as m")
		.leftJoin("organisers as o", "o.id", "m.note_by")
		.where("m.campaign_id", "=", campaignId)
		.select(["m.hold_new", "m.note_sealed", "m.note_on", "o.id", "o.sealed"])
		.executeTakeFirst();
	if (!row?.note_sealed) return { hold: row?.hold_new ?? false, note: null };
	const text = open<string>(keys, `campaign_moderation/${campaignId}`, row.note_sealed);
	const by = row.id && row.sealed ? open<OrganiserWords>(keys, `organisers/${row.id}`, row.sealed).name : "";
	return { hold: row.hold_new, note: { text, by, day: row.note_on ?? "" } };
}

/** Turns "hold everything new" on or off. */
export async function setHold(db: Db, campaignId: number, by: string, hold: boolean): Promise<void> {
	await inTransaction(db, async (trx) => {
		await sql`
			insert into campaign_moderation as m (campaign_id, hold_new) values (${campaignId}, ${hold})
			on conflict (campaign_id) do update set hold_new = excluded.hold_new`.execute(trx);
		await recordAct(trx, { actor: by, act: hold ? "queue.held" : "queue.released", campaignId });
	});
}

/** Leaves a note in the place of the one before; an empty one takes it away. */
export async function writeNote(db: Db, keys: KeyRing, campaignId: number, by: string, text: string): Promise<void> {
	const sealed = text === "" ? null : seal(keys, `campaign_moderation/${campaignId}`, text);
	await inTransaction(db, async (trx) => {
		await sql`
			insert into campaign_moderation (campaign_id, note_sealed, note_by, note_on)
			values (${campaignId}, ${sealed}, ${by}, current_date)
			on conflict (campaign_id) do update set
				note_sealed = excluded.note_sealed, note_by = excluded.note_by, note_on = excluded.note_on`.execute(trx);
		await recordAct(trx, { actor: by, act: "queue.note-written", campaignId });
	});
}
