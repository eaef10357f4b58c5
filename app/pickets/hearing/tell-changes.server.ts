import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import { translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { markTold, nextRecipients, type Recipient, readTelling, type Telling } from "./batch.server.ts";
import { mailWriter } from "./mail-writer.server.ts";
import { noticeOf, type Told } from "./notice-plan.ts";
import { changeLines } from "./notice-words.ts";
import { promiseMails, type Unaddressed } from "./promise.server.ts";
import { keepTold, knowsWhere, readTold } from "./told.server.ts";

type Mail = Unaddressed<"picket-changed" | "picket-cancelled">;

/**
 * Promises the mails of one batch of people about a picket whose edits have come to rest: what each of them was last
 * told against what is now true. All of a batch is done or none of it; a worker that dies leaves the rest to another.
 * @returns false when nothing is due
 */
export async function tellChanges(db: Db, keys: KeyRing, settings: Settings): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: string }>`
			select p.id from picket_announcements a join pickets p on p.id = a.picket_id
			where a.due_at <= now() order by a.due_at limit 1
			-- Who edits holds the picket and wants the announcement: whoever cannot have both at once waits for neither.
			for update of a skip locked for share of p skip locked`.execute(trx);
		const [due] = rows;
		if (!due) return false;
		const telling = await readTelling(trx, keys, due.id);
		const told = telling ? await tellBatch(trx, keys, settings, telling) : { last: true };
		if (told.last) await trx.deleteFrom("picket_announcements").where("picket_id", "=", due.id).execute();
		return true;
	});
}

async function tellBatch(trx: Db, keys: KeyRing, settings: Settings, telling: Telling): Promise<{ last: boolean }> {
	const { picket, key } = telling;
	const behind = sql<boolean>`told_sequence < ${picket.sequence}`;
	const { recipients, last } = await nextRecipients(trx, keys, picket.id, behind);
	const told = await readTold(trx, keys, picket.id, [...new Set(recipients.map((person) => person.toldSequence))]);
	const write = await noticeWriter(trx, settings, telling, told);
	const mails: { recipient: Recipient; mail: Mail }[] = [];
	for (const recipient of recipients) {
		const mail = await write(recipient);
		if (mail) mails.push({ recipient, mail });
	}
	await promiseMails(trx, keys, key, { kind: "change", about: picket.sequence }, mails);
	await keepTold(trx, keys, picket);
	await markTold(trx, recipients, picket.sequence);
	return { last };
}

async function noticeWriter(trx: Db, settings: Settings, telling: Telling, told: Map<number, Told>) {
	const { state, facts } = telling.picket;
	const writer = await mailWriter(
		trx,
		settings,
		telling,
		[...told.values()].map((was) => was.facts.placeId),
	);
	return async (recipient: Recipient): Promise<Mail | null> => {
		const { locale, origin, toldSequence } = recipient;
		const where = knowsWhere(facts.addressLevel, recipient);
		const was = told.get(toldSequence);
		const notice = was && noticeOf(was, { state, facts }, where);
		if (!notice) return null;
		const { values, calendar, words } = await writer({ locale, origin, knowsWhere: where });
		if (notice.kind === "cancelled") {
			const how = translator(locale)(`mail.picket.${notice.how}`);
			return { kind: "picket-cancelled", calendar, values: { ...values, how } };
		}
		const changes = changeLines({ before: words(was.facts), now: words(facts), changes: notice.changes }, locale);
		return { kind: "picket-changed", calendar, values: { ...values, changes } };
	};
}
