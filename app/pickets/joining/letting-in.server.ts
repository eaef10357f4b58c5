import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import { isLocale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling, deliveryRow } from "#emails/outbox.ts";
import { nextRecipients, readTelling } from "../hearing/batch.server.ts";
import { mailWriter } from "../hearing/mail-writer.server.ts";
import { promiseMails } from "../hearing/promise.server.ts";
import { keepTold } from "../hearing/told.server.ts";
import { scheduleReminders } from "../notices.server.ts";
import type { SealedRsvp } from "./rsvp.server.ts";
import { countSeats } from "./seats.server.ts";

/** A party that asks to be let in, as a host sees it: a number, nothing else. */
export interface Asking {
	id: string;
	/** Null where none was given. */
	party: number | null;
}

/** The parties that ask the host of a picket, in an order that says nothing. */
export async function listAsking(db: Db, picketId: string): Promise<Asking[]> {
	return db
		.selectFrom("picket_rsvps")
		.where("picket_id", "=", picketId)
		.where("state", "=", "asking")
		.where("suspect", "=", false)
		.orderBy("id")
		.select(["id", "party"])
		.execute();
}

/** Who is let in or not: the picket of the host's link, so that no link decides for another's. */
export interface Answer {
	picketId: string;
	rsvpId: string;
}

/**
 * Lets a party in: they are going, and a mail says where. `gone`: they have left, or were answered before.
 * `full`: there is no room for so many.
 */
export async function letIn(
	db: Db,
	keys: KeyRing,
	settings: Settings,
	{ picketId, rsvpId }: Answer,
): Promise<"in" | "full" | "gone"> {
	return inTransaction(db, async (trx) => {
		await trx.selectFrom("pickets").where("id", "=", picketId).select("id").forNoKeyUpdate().execute();
		const telling = await readTelling(trx, keys, picketId);
		const { left } = await countSeats(trx, picketId, telling?.picket.facts.capacity ?? null);
		const asks = sql<boolean>`id::text = ${rsvpId} and state = 'asking'`;
		const { recipients } = await nextRecipients(trx, keys, picketId, asks);
		const [recipient] = recipients;
		if (!telling || !recipient) return "gone";
		const { rows } = await sql<{ id: string }>`
			update picket_rsvps set state = 'going', told_sequence = ${telling.picket.sequence}
			where id = ${recipient.id} and (${left}::int is null or coalesce(party, 0) <= ${left}::int) returning id`.execute(
			trx,
		);
		if (rows.length === 0) return "full";
		await keepTold(trx, keys, telling.picket);
		await scheduleReminders(trx, picketId);
		const write = await mailWriter(trx, settings, telling);
		const { values, calendar } = await write({ ...recipient, knowsWhere: true });
		const mail = { kind: "picket-let-in", values, calendar } as const;
		await promiseMails(trx, keys, telling.key, { kind: "answer", about: 0 }, [{ recipient, mail }]);
		return "in";
	});
}

/** Does not let a party in: their address is deleted, and the last mail to it says so. */
export async function turnAway(
	db: Db,
	keys: KeyRing,
	settings: Settings,
	{ picketId, rsvpId }: Answer,
): Promise<"out" | "gone"> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: string; locale: string; sealed: Buffer }>`
			with gone as (
				delete from picket_rsvps where id::text = ${rsvpId} and picket_id = ${picketId} and state = 'asking'
				returning id, locale, sealed),
			cancelled as (${cancelling(sql`
				select id from gone
				union all select m.id from picket_mails m join gone on gone.id = m.rsvp_id`)}),
			erased as (insert into erasures (about, row_id) select 'rsvp', id from gone)
			select * from gone`.execute(trx);
		const [gone] = rows;
		const telling = gone && (await readTelling(trx, keys, picketId));
		if (!telling) return gone ? "out" : "gone";
		const { email, origin } = open<SealedRsvp>(keys, `picket_rsvps/${gone.id}`, gone.sealed);
		const locale = isLocale(gone.locale) ? gone.locale : "en";
		const write = await mailWriter(trx, settings, telling);
		const { values } = await write({ locale, origin, knowsWhere: false });
		const row = deliveryRow(keys, {
			kind: "picket-not-let-in",
			subjectId: randomUUID(),
			to: email,
			locale,
			values: { ...values, link: `${origin}/${locale}/pickets` },
		});
		await trx.insertInto("email_deliveries").values(row).execute();
		return "out";
	});
}
