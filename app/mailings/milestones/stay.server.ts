import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import { type Locale, locales, translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { readUnsubscribeToken } from "#app/seal/mail-tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { draftMailing, type MailingRendition, startMailing } from "../sending/mailing.server.ts";
import { noteWhoWasAsked } from "./note-asked.server.ts";
import { lastDay, overAt, stayingUntil } from "./over.server.ts";
import { stayDays } from "./stay-days.server.ts";

/** A campaign whose subscribers were asked whether to stay. */
export interface AskedToStay {
	campaignId: number;
	/** `email_messages.id`. */
	mailing: number;
}

/**
 * Over for long enough; nobody is being asked, or has been and may still answer; somebody's time ends, or has ended
 * without their being asked.
 */
const due = sql<boolean>`${overAt} + make_interval(days => ${sql.lit(stayDays.untilAsked)}::int) <= now()
	and not exists (select from campaign_stays a join email_messages m on m.id = a.message_id where a.campaign_id = c.id
		and (a.ends_on >= current_date or m.status not in ('finished', 'cancelled')))
	and not exists (select from subscriptions s where s.campaign_id = c.id and s.asked_on is not null)
	and exists (select from subscriptions s where s.campaign_id = c.id
		and coalesce(s.keep_until, current_date) <= current_date + ${sql.lit(stayDays.silence)}::int)`;

/**
 * Asks everybody who subscribed to a campaign that is over whether to stay until its next anniversary, by one mailing each,
 * once it is known who heard of the last question. Who stayed is asked again before that time ends. Any number of workers
 * may do so at once.
 * @param record runs in the transaction of each mailing
 * @param signal ends it early, between two steps
 * @returns whether it came to its end
 */
export async function askWhoStays(
	db: Db,
	record: (trx: Db, asked: AskedToStay) => Promise<void>,
	signal: AbortSignal,
): Promise<boolean> {
	if (!(await noteWhoWasAsked(db, signal)) || signal.aborted) return false;
	const { rows } = await sql<{ id: number }>`select c.id from campaigns c where ${due} order by c.id`.execute(db);
	for (const { id } of rows) {
		if (signal.aborted) return false;
		await inTransaction(db, (trx) => ask(trx, id, record));
	}
	return true;
}

async function ask(trx: Db, campaignId: number, record: (trx: Db, asked: AskedToStay) => Promise<void>): Promise<void> {
	// Another worker that asks goes before or after.
	await sql`select from campaigns where id = ${campaignId} for no key update`.execute(trx);
	const { rows } = await sql`select from campaigns c where c.id = ${campaignId} and ${due}`.execute(trx);
	if (rows.length === 0) return;
	const renditions = await Promise.all(locales.map((locale) => write(trx, campaignId, locale)));
	const mailing = await draftMailing(trx, { campaignId, kind: "stay", audience: {}, renditions });
	await startMailing(trx, mailing);
	await sql`
		insert into campaign_stays (message_id, campaign_id, ends_on)
		values (${mailing}, ${campaignId}, current_date + ${sql.lit(stayDays.silence)}::int)`.execute(trx);
	await record(trx, { campaignId, mailing });
}

async function write(db: Db, campaignId: number, locale: Locale): Promise<MailingRendition> {
	const { about } = await db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.orderBy(bestFor(locale, "locale"))
		.limit(1)
		.select("neutral_title as about")
		.executeTakeFirstOrThrow();
	const t = translator(locale);
	const markdown = [
		t("mail.stay.over"),
		t("mail.stay.deleted", { days: stayDays.silence }),
		`[${t("mail.stay.open")}]({{preferences}})`,
		t("mail.stay.silence"),
	].join("\n\n");
	const mail = { subject: t("mail.stay.subject", { about }), preheader: t("mail.stay.preheader"), markdown, about };
	return { locale, ...campaignMail(mail, locale) };
}

/**
 * Keeps the subscription that a mail's link is of until after the next anniversary. Only who was asked can stay; a link
 * that is nobody's, or was used, does nothing.
 */
export async function stay(db: Db, keys: KeyRing, token: string): Promise<void> {
	const id = readUnsubscribeToken(keys, token);
	if (!id) return;
	await sql`
		update subscriptions s set keep_until = greatest(s.keep_until, ${stayingUntil}), asked_on = null from campaigns c
		where s.id = ${id} and c.id = s.campaign_id and ${lastDay} is not null`.execute(db);
}
