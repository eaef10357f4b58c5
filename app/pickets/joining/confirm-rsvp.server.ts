import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling } from "#emails/outbox.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import { keepTold } from "../hearing/told.server.ts";
import { scheduleReminders } from "../notices.server.ts";
import { countSeats } from "./seats.server.ts";

export type Confirmed = "going" | "asking" | "full" | "over" | "gone";

/**
 * Applies one post of the form to the one RSVP of its address: what that address had said before gives way only now,
 * and its other posts end. Pressing the button again changes nothing.
 * @param id of the post, from its link
 * @param onlyHearing takes no place: only to be told of changes
 */
export async function confirmRsvp(
	db: Db,
	keys: KeyRing,
	{ id, picketId }: { id: string; picketId: string },
	onlyHearing = false,
): Promise<Confirmed> {
	return inTransaction(db, async (trx) => {
		// First the picket, then the rows of it: everybody who needs both goes in this order.
		const picket = await findWhole(trx, keys, picketId, true);
		const rsvp = await trx
			.selectFrom("picket_rsvps")
			.where("id", "=", id)
			.select(["state", "party", "fingerprint", sql<Date>`now()`.as("now")])
			.forUpdate()
			.executeTakeFirst();
		if (!picket || !rsvp) return "gone";
		if (rsvp.state !== "pending") return rsvp.state === "asking" ? "asking" : "going";
		if (isOver(picket, rsvp.now)) return "over";
		const party = onlyHearing ? null : rsvp.party;
		const { left } = await countSeats(trx, picketId, picket.facts.capacity, rsvp.fingerprint);
		if (left !== null && left < (party ?? 0)) return "full";

		const { letIn } = await endFormer(trx, { id, picketId, fingerprint: rsvp.fingerprint });
		// Who only hears of changes learns no meeting point, and asks for none.
		const state = picket.facts.addressLevel === "approved" && party !== null && !letIn ? "asking" : "going";
		await trx
			.updateTable("picket_rsvps")
			.set({ state, party, told_sequence: picket.sequence })
			.where("id", "=", id)
			.execute();
		await keepTold(trx, keys, picket);
		await scheduleReminders(trx, picketId);
		return state;
	});
}

function isOver({ state, endsAt }: WholePicket, now: Date): boolean {
	return state === "cancelled" || state === "rejected" || endsAt <= now;
}

/**
 * Ends the address's other RSVPs, and hands on what they were mailed already, so that no reminder comes twice.
 * @returns `letIn`: one of them was coming, so that the host is not asked again
 */
async function endFormer(
	trx: Db,
	{ id, picketId, fingerprint }: { id: string; picketId: string; fingerprint: Buffer | null },
): Promise<{ letIn: boolean }> {
	const { rows } = await sql<{ letIn: boolean }>`
		with former as (
			select id, state, party from picket_rsvps
			where picket_id = ${picketId} and fingerprint = ${fingerprint}::bytea and id <> ${id}
			order by id for update),
		handed_on as (update picket_mails set rsvp_id = ${id} where rsvp_id in (select id from former)),
		ended as (delete from picket_rsvps where id in (select id from former)),
		cancelled as (${cancelling(sql`select id from former union all select ${id}::uuid`)})
		select exists (select from former where state = 'going' and party is not null) as "letIn"`.execute(trx);
	return { letIn: rows[0]?.letIn ?? false };
}
