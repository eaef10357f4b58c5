import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";
import { dueAt, type Edits, reminderOffsets } from "./hearing/notice-plan.ts";
import type { PicketState } from "./transition.ts";

/**
 * Has those who will come told that a picket has changed, once: the worker does it when the edits have come to rest,
 * and compares what is then true with what each person was last told. Reminders move along by themselves; they end
 * with a picket that is called off, and so do mails about it that nobody has sent yet.
 * @param trx the transaction in which the picket's row was changed and is locked
 */
export async function announceChange(trx: Db, { picketId }: { picketId: string }): Promise<void> {
	const { rows } = await sql<Omit<Edits, "state"> & { state: PicketState }>`
		select now() as now, coalesce(a.first_at, now()) as first, p.state,
			-- Of what people were told only what still lies ahead makes it urgent.
			least(p.starts_at, (select min(f.starts_at) from picket_facts f
				where f.picket_id = p.id and f.starts_at > now())) as start
		from pickets p left join picket_announcements a on a.picket_id = p.id
		where p.id = ${picketId}`.execute(trx);
	const [edits] = rows;
	if (!edits) return;
	await sql`
		insert into picket_announcements as a (picket_id, due_at) values (${picketId}, ${dueAt(edits)})
		on conflict (picket_id) do update set due_at = excluded.due_at`.execute(trx);
	if (edits.state === "cancelled" || edits.state === "rejected") await endReminders(trx, picketId);
	else await scheduleReminders(trx, picketId);
}

/**
 * Has everyone who comes reminded, before the start: of each reminder only that it is still to come is kept, so that it
 * moves with the picket. Nobody gets the same one twice (`picket_mails`).
 */
export async function scheduleReminders(db: Db, picketId: string): Promise<void> {
	await sql`
		insert into picket_reminders (picket_id, minutes_before)
		select p.id, o.minutes from pickets p, unnest(${[...reminderOffsets]}::int[]) o (minutes)
		where p.id = ${picketId} and p.state in ('waiting', 'listed', 'unlisted')
			and p.starts_at - make_interval(mins => o.minutes) > now()
		on conflict do nothing`.execute(db);
}

async function endReminders(db: Db, picketId: string): Promise<void> {
	await sql`
		with none as (delete from picket_reminders where picket_id = ${picketId}),
		cancelled as (${cancelling(sql`
			select m.id from picket_mails m join picket_rsvps r on r.id = m.rsvp_id
			where r.picket_id = ${picketId} and m.kind in ('change', 'reminder')`)})
		select`.execute(db);
}
