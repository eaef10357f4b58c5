import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { nextRecipients, type Recipient, readTelling, type Telling } from "./batch.server.ts";
import { mailWriter } from "./mail-writer.server.ts";
import { reminderIs, reminderOffsets } from "./notice-plan.ts";
import { promiseMails, type Unaddressed } from "./promise.server.ts";
import { knowsWhere } from "./told.server.ts";

/** Days after a start for which a reminder that no worker could look at is still ended here; retention ends the rest. */
const LATE_DAYS = 7;

/** Asked each second: it looks at what begins soon or has just begun, not at all that is to come. */
export const dueReminder = sql<{ id: string; minutes: number }>`
	select p.id, r.minutes_before as minutes from picket_reminders r join pickets p on p.id = r.picket_id
	where p.starts_at between now() - make_interval(days => ${LATE_DAYS}::int)
			and now() + make_interval(mins => ${Math.max(...reminderOffsets)}::int)
		and p.starts_at - make_interval(mins => r.minutes_before) <= now()
		and not exists (select from picket_announcements a where a.picket_id = p.id)
	order by p.starts_at, r.minutes_before desc limit 1
	for update of r skip locked for share of p skip locked`;

/**
 * Promises the reminders of one batch of people whose picket begins in a day or in two hours. A change of which nobody
 * was told yet goes first: a reminder never says a new time as if it had always been so.
 * @returns false when nothing is due
 */
export async function remind(db: Db, keys: KeyRing, settings: Settings): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await dueReminder.execute(trx);
		const [due] = rows;
		if (!due) return false;
		const telling = await readTelling(trx, keys, due.id);
		const done =
			telling && isDue(telling, due.minutes)
				? await remindBatch(trx, keys, settings, telling, due.minutes)
				: { last: true };
		if (done.last)
			await trx
				.deleteFrom("picket_reminders")
				.where("picket_id", "=", due.id)
				.where("minutes_before", "=", due.minutes)
				.execute();
		return true;
	});
}

function isDue({ picket, now }: Telling, minutes: number): boolean {
	const on = picket.state === "listed" || picket.state === "unlisted" || picket.state === "waiting";
	return on && reminderIs(now, picket.startsAt, minutes) === "due";
}

async function remindBatch(
	trx: Db,
	keys: KeyRing,
	settings: Settings,
	telling: Telling,
	minutes: number,
): Promise<{ last: boolean }> {
	const { picket, key } = telling;
	const notYet = sql<boolean>`state = 'going' and not exists (
		select from picket_mails m where m.rsvp_id = r.id and m.kind = 'reminder' and m.about = ${minutes})`;
	const { recipients, last } = await nextRecipients(trx, keys, picket.id, notYet);
	const writer = await mailWriter(trx, settings, telling);
	const mails: { recipient: Recipient; mail: Unaddressed<"picket-reminder"> }[] = [];
	for (const recipient of recipients) {
		const where = knowsWhere(picket.facts.addressLevel, recipient);
		const { values } = await writer({ locale: recipient.locale, origin: recipient.origin, knowsWhere: where });
		mails.push({ recipient, mail: { kind: "picket-reminder", values } });
	}
	await promiseMails(trx, keys, key, { kind: "reminder", about: minutes }, mails);
	return { last };
}
