import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { flagText } from "#app/moderation/flag-text.server.ts";
import { askForReview } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { findWhole } from "../facts.server.ts";
import { nextRecipients, type Recipient, readTelling, type Telling } from "./batch.server.ts";
import { mailWriter } from "./mail-writer.server.ts";
import { promiseMails, type Unaddressed } from "./promise.server.ts";
import { knowsWhere } from "./told.server.ts";

/** Messages a day that the hosts of one picket may send to those who come. */
export const messagesADay = 2;

/** The name of the kind in the moderators' queue. */
const messageKind = "picket-message";

export type Messaged = "waiting" | "too-many" | "over";

/**
 * Holds a host's message for a moderator; it is mailed when one has let it pass. Plain text.
 * @param locale the language that the host writes in: who reads it first must know it
 */
export async function messageAttendees(
	db: Db,
	keys: KeyRing,
	{ picketId, text, locale }: { picketId: string; text: string; locale: Locale },
): Promise<Messaged> {
	return inTransaction(db, async (trx) => {
		// Two messages at once wait for each other here, so that the day's limit holds.
		const picket = await findWhole(trx, keys, picketId, true);
		if (!picket || picket.state === "rejected" || (await isOver(trx, picket.endsAt))) return "over";
		const { today, last } = await trx
			.selectFrom("picket_messages")
			.where("picket_id", "=", picketId)
			.select([
				sql<number>`count(*) filter (where written_on = current_date)`.as("today"),
				sql<number>`coalesce(max(number), 0)`.as("last"),
			])
			.executeTakeFirstOrThrow();
		if (today >= messagesADay) return "too-many";
		const id = randomUUID();
		await trx
			.insertInto("picket_messages")
			.values({
				id,
				picket_id: picketId,
				number: last + 1,
				locale,
				sealed: seal(keys, `picket_messages/${id}`, { text }),
			})
			.execute();
		const { campaignId } = picket;
		const flags = await flagText(trx, keys, campaignId, text);
		await askForReview(trx, { campaignId, kind: messageKind, subjectId: id, locale, flags });
		return "waiting";
	});
}

async function isOver(db: Db, endsAt: Date): Promise<boolean> {
	const { rows } = await sql<{ over: boolean }>`select ${endsAt}::timestamptz <= now() as over`.execute(db);
	return rows[0]?.over !== false;
}

/** A message as a moderator reads it. */
export interface HeldMessage {
	id: string;
	/** The picket's title and slug. */
	title: string;
	slug: string;
	locale: Locale;
	text: string;
}

/** Reads a message that waits for a moderator of a campaign; undefined when it does not wait, or is another's. */
export async function findMessage(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	id: string,
): Promise<HeldMessage | undefined> {
	const row = await db
		.selectFrom("picket_messages as m")
		.innerJoin("pickets as p", "p.id", "m.picket_id")
		.where("m.id", "=", id)
		.where("p.campaign_id", "=", campaignId)
		.where("m.state", "=", "waiting")
		.select(["m.locale", "m.sealed", "p.title", "p.slug"])
		.executeTakeFirst();
	if (!row?.sealed) return undefined;
	const { text } = open<{ text: string }>(keys, `picket_messages/${id}`, row.sealed);
	return { id, title: row.title, slug: row.slug, locale: isLocale(row.locale) ? row.locale : "en", text };
}

/** Lets a held message pass, or refuses and empties it; one that was decided before stays as it is. */
export async function decideMessage(trx: Db, campaignId: number, id: string, passes: boolean): Promise<void> {
	await sql`
		update picket_messages m set state = ${passes ? "sending" : "refused"},
			sealed = case when ${passes} then m.sealed end
		from pickets p
		where m.id = ${id} and m.state = 'waiting' and p.id = m.picket_id and p.campaign_id = ${campaignId}`.execute(trx);
}

/**
 * Promises the mails of one batch of people about a message that may go.
 * @returns false when nothing is due
 */
export async function passOnMessages(db: Db, keys: KeyRing, settings: Settings): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<Passing>`
			select m.id, m.picket_id as "picketId", m.number, m.locale, m.sealed
			from picket_messages m join pickets p on p.id = m.picket_id
			where m.state = 'sending' order by m.picket_id, m.number limit 1
			for update of m skip locked for share of p skip locked`.execute(trx);
		const [message] = rows;
		if (!message) return false;
		const telling = await readTelling(trx, keys, message.picketId);
		const { last } = telling ? await passOn(trx, keys, settings, telling, message) : { last: true };
		if (last)
			await trx
				.updateTable("picket_messages")
				.set({ state: "sent", sealed: null })
				.where("id", "=", message.id)
				.execute();
		return true;
	});
}

interface Passing {
	id: string;
	picketId: string;
	number: number;
	locale: string;
	sealed: Buffer;
}

async function passOn(
	trx: Db,
	keys: KeyRing,
	settings: Settings,
	telling: Telling,
	message: Passing,
): Promise<{ last: boolean }> {
	const { picket, key } = telling;
	const { text } = open<{ text: string }>(keys, `picket_messages/${message.id}`, message.sealed);
	const notYet = sql<boolean>`state = 'going' and not exists (
		select from picket_mails m where m.rsvp_id = r.id and m.kind = 'message' and m.about = ${message.number})`;
	const { recipients, last } = await nextRecipients(trx, keys, picket.id, notYet);
	const writer = await mailWriter(trx, settings, telling);
	const mails: { recipient: Recipient; mail: Unaddressed<"picket-message"> }[] = [];
	for (const recipient of recipients) {
		const where = knowsWhere(picket.facts.addressLevel, recipient);
		const { values } = await writer({ locale: recipient.locale, origin: recipient.origin, knowsWhere: where });
		mails.push({
			recipient,
			mail: { kind: "picket-message", values: { ...values, words: text, language: message.locale } },
		});
	}
	await promiseMails(trx, keys, key, { kind: "message", about: message.number }, mails);
	return { last };
}
