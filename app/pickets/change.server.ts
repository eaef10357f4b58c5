import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { factColumns, findWhole, type WholePicket } from "./facts.server.ts";
import { changesBetween, isImportant, type PicketChange, type PicketFacts } from "./facts.ts";
import { announceChange, scheduleReminders } from "./notices.server.ts";
import { type PicketEvent, type PicketState, transition } from "./transition.ts";
import { instantsOf } from "./wall-time.ts";

/** What befalls a picket: an event of its life, or what its host now says of it. */
export type Change = { event: PicketEvent } | { facts: PicketFacts };

export type Changed =
	| { state: "changed"; picket: WholePicket; becomes: PicketState; sequence: number; changes: PicketChange[] }
	/** It says already what it was to say. */
	| { state: "same" }
	/** From where it stands there is no such way. */
	| { state: "illegal" }
	| { state: "unknown" };

/**
 * The one way in which a picket changes: its state, and what its host says of it. (When the zone data change,
 * `retimePickets` moves instants under the same words, of all pickets in one statement.) Moves the sequence, keeps what
 * was and what is, and tells those who will come of what matters; whoever calls it has asked whether the change may be
 * made.
 * @param trx a transaction: the picket's row is locked until its end
 * @throws RangeError when the clocks do not show a time of `facts` once; the form has asked before
 */
export async function changePicket(trx: Db, keys: KeyRing, id: string, change: Change): Promise<Changed> {
	const picket = await findWhole(trx, keys, id, true);
	if (!picket) return { state: "unknown" };
	return "event" in change ? befall(trx, keys, picket, change.event) : rewrite(trx, keys, picket, change.facts);
}

async function befall(trx: Db, keys: KeyRing, picket: WholePicket, event: PicketEvent): Promise<Changed> {
	const becomes = transition(picket.state, event);
	if (!becomes) return { state: "illegal" };
	// Until somebody can have put it into a calendar, its first state is the state that it begins with.
	const wasShown = picket.state === "listed" || picket.state === "unlisted" || becomes === "cancelled";
	const changes: PicketChange[] = wasShown ? [{ field: "state", old: picket.state, new: becomes }] : [];
	const sequence = picket.sequence + changes.length;
	await trx
		.updateTable("pickets")
		.set({
			state: becomes,
			sequence,
			updated_at: sql`now()`,
			// Kept by what has been listed and is called off: it stays in lists and feeds for those who noted it.
			listed_at:
				becomes === "listed" ? sql`coalesce(listed_at, now())` : becomes === "cancelled" ? sql`listed_at` : null,
			cancelled_at: becomes === "cancelled" ? sql`now()` : null,
		})
		.where("id", "=", picket.id)
		.execute();
	// What is no longer to be decided is no longer shown as proposed.
	if (becomes !== "listed") await trx.deleteFrom("picket_proposals").where("picket_id", "=", picket.id).execute();
	await scheduleReminders(trx, picket.id);
	return tell(trx, keys, { state: "changed", picket, becomes, sequence, changes });
}

async function rewrite(trx: Db, keys: KeyRing, picket: WholePicket, facts: PicketFacts): Promise<Changed> {
	if (picket.state === "cancelled" || picket.state === "rejected") return { state: "illegal" };
	const at = instantsOf(facts);
	if (!("startsAt" in at)) throw new RangeError("the clocks do not show these times once");
	const changes = changesBetween(picket.facts, facts);
	if (changes.length === 0) return { state: "same" };
	const sequence = picket.sequence + 1;
	await trx
		.updateTable("pickets")
		.set({
			...factColumns(keys, picket.id, { ...facts, overlap: at.overlap }, at),
			sequence,
			unclear: false,
			updated_at: sql`now()`,
		})
		.where("id", "=", picket.id)
		.execute();
	return tell(trx, keys, { state: "changed", picket, becomes: picket.state, sequence, changes });
}

async function tell(trx: Db, keys: KeyRing, changed: Extract<Changed, { state: "changed" }>): Promise<Changed> {
	const { picket, sequence, changes } = changed;
	if (changes.length === 0) return changed;
	const rows = changes.map(({ field, ...values }) => {
		const id = randomUUID();
		const sealed = seal(keys, `picket_changes/${id}`, values);
		return { id, picket_id: picket.id, sequence, field, important: isImportant(field), sealed };
	});
	await trx.insertInto("picket_changes").values(rows).execute();
	if (rows.some(({ important }) => important)) await announceChange(trx, { picketId: picket.id });
	return changed;
}
