import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { MailingKind } from "#emails/mailing-kinds.ts";

export type { MailingKind } from "#emails/mailing-kinds.ts";
export { countAudience } from "./count-audience.server.ts";
export { type DeliveryFound, deliveryOf } from "./delivery-of.server.ts";
export { mailingPlot } from "./plot.server.ts";
export { type MailingProgress, mailingProgress } from "./progress.server.ts";
export { noteComplaint, noteUnsubscribed } from "./tally.server.ts";

/** Which subscriptions of a campaign a mailing goes to; what is absent leaves nobody out. */
export interface Audience {
	/** Of those who read these languages, whatever language they get it in. */
	locales?: readonly Locale[];
	/** ISO 3166-1 alpha-2; `ZZ` for those who did not say, people at risk among them. */
	countries?: readonly string[];
	kinds?: readonly ("person" | "organisation")[];
}

/**
 * A mailing in one language, drawn by emails/templates/campaign-mail.tsx. `{{unsubscribe}}` and `{{preferences}}` in
 * html and text stand for each reader's own links.
 */
export interface MailingRendition {
	locale: Locale;
	/** What a lock screen shows: neutral, as is the preheader. */
	subject: string;
	preheader: string;
	html: string;
	text: string;
}

/** A mailing that is not yet sent. */
export interface MailingDraft {
	campaignId: number;
	kind: MailingKind;
	audience: Audience;
	renditions: readonly MailingRendition[];
}

/** When and how fast a mailing goes out. */
export interface MailingPlan {
	/** A moment to come; at once where it is absent. */
	startsAt?: Date;
	/** Over how many minutes it is spread, at most a week; 0, as fast as the rates allow. */
	spreadMinutes?: number;
}

/**
 * Writes down a mailing that nobody gets yet.
 * @returns its number: `email_messages.id`
 */
export function draftMailing(db: Db, { campaignId, kind, audience, renditions }: MailingDraft): Promise<number> {
	return inTransaction(db, async (trx) => {
		const { id } = await trx
			.insertInto("email_messages")
			.values({
				kind,
				campaign_id: campaignId,
				lane: "bulk",
				policy: "hold",
				status: "draft",
				audience: JSON.stringify(audience),
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		await insertRenditions(trx, id, renditions);
		return id;
	});
}

/**
 * Replaces the texts and the audience of a mailing that has not been started.
 * @returns false when it has been, or there is none
 */
export function changeDraft(
	db: Db,
	id: number,
	{ audience, renditions }: Pick<MailingDraft, "audience" | "renditions">,
): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const changed = await trx
			.updateTable("email_messages")
			.set({ audience: JSON.stringify(audience) })
			.where("id", "=", id)
			.where("lane", "=", "bulk")
			.where("status", "=", "draft")
			.executeTakeFirst();
		if (changed.numUpdatedRows === 0n) return false;
		await trx.deleteFrom("email_renditions").where("message_id", "=", id).execute();
		await insertRenditions(trx, id, renditions);
		return true;
	});
}

async function insertRenditions(db: Db, id: number, renditions: readonly MailingRendition[]) {
	if (renditions.length === 0) return;
	await db
		.insertInto("email_renditions")
		.values(renditions.map((rendition) => ({ message_id: id, ...rendition })))
		.execute();
}

/**
 * Lets a mailing go, now or at its time. A worker freezes its audience within seconds; who subscribes later finds it as
 * a page. Pressed twice, it goes once.
 * @returns `not-a-draft` when it has been started before; `no-text` while it is in no language
 */
export async function startMailing(
	db: Db,
	id: number,
	{ startsAt, spreadMinutes = 0 }: MailingPlan = {},
): Promise<"started" | "not-a-draft" | "no-text"> {
	const { rows } = await sql<{ draft: boolean; written: boolean; started: boolean }>`
		with written as (
			select exists (select from email_renditions where message_id = ${id}::int) as written),
		started as (
			update email_messages set status = 'scheduled', spread_minutes = ${spreadMinutes}::int,
				starts_at = coalesce(${startsAt ?? null}::timestamptz, now())
			from written where id = ${id} and lane = 'bulk' and status = 'draft' and written
			returning id)
		select written, exists (select from started) as started from written`.execute(db);
	const [found] = rows;
	if (found?.started) return "started";
	return found?.written ? "not-a-draft" : "no-text";
}

/** Stops a mailing: no more than the windows at the sockets still go out. @returns whether it was going or to go */
export async function pauseMailing(db: Db, id: number): Promise<boolean> {
	return changed(
		await sql`
			update email_messages set status = 'paused', paused_for = 'asked'
			where id = ${id} and lane = 'bulk' and status in ('scheduled', 'sending')`.execute(db),
	);
}

/**
 * Goes on with a paused mailing: exactly the rest. What had paused it by itself has been looked at: refusals and
 * complaints count anew, a missed hour is now. @returns whether it was paused
 */
export async function resumeMailing(db: Db, id: number): Promise<boolean> {
	return changed(
		await sql`
			update email_messages set paused_for = null, told_for = null,
				-- Not yet frozen, or its time is still to come.
				status = case when frozen_at is null or starts_at > now() then 'scheduled' else 'sending' end,
				starts_at = case when paused_for = 'late' then now() else starts_at end,
				judged_from = coalesce((select max(id) from email_tallies where message_id = ${id}::int), 0)
			where id = ${id} and lane = 'bulk' and status = 'paused'`.execute(db),
	);
}

/** Ends a mailing for good: whoever has not got it does not. @returns whether it could be ended */
export async function cancelMailing(db: Db, id: number): Promise<boolean> {
	return changed(
		await sql`
			update email_messages set status = 'cancelled', paused_for = null, finished_at = now()
			where id = ${id} and lane = 'bulk' and status in ('draft', 'scheduled', 'sending', 'paused')`.execute(db),
	);
}

/**
 * Sends again what nobody knows whether it arrived: some get it twice, with the same Message-ID.
 * @returns how many
 */
export async function sendUnknownAgain(db: Db, id: number): Promise<number> {
	const { rows } = await sql<{ again: number }>`
		with queued as (
			update email_deliveries set state = 'queued'
			where message_id = ${id} and lane = 'bulk' and state = 'unknown'
				and exists (select from email_messages where id = ${id} and status in ('sending', 'paused', 'finished'))
			returning 1),
		going as (
			update email_messages set status = 'sending', finished_at = null, counts = null
			where id = ${id} and status = 'finished' and exists (select from queued))
		select count(*) as again from queued`.execute(db);
	return rows[0]?.again ?? 0;
}

const changed = ({ numAffectedRows }: { numAffectedRows?: bigint }) => (numAffectedRows ?? 0n) > 0n;
