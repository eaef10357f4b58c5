import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { type MailingProgress, mailingProgress } from "../sending/mailing.server.ts";

/** One mailing of a list. */
export interface ListedMailing {
	id: number;
	kind: string;
	status: MailingProgress["status"];
	/** In the reader's language, or another that it is in. */
	subject: string;
	/** The update that it tells. */
	number: number | null;
	startsAt: Date | null;
	/** Of the newest ones that have been started. */
	progress: MailingProgress | null;
}

/** So many show how far they are. */
const SHOWN = 12;

/** The mailings of a campaign, the newest first. */
export async function listMailings(db: Db, campaignId: number, locale: Locale): Promise<ListedMailing[]> {
	const { rows } = await sql<Omit<ListedMailing, "progress">>`
		select m.id, m.kind, m.status, coalesce(m.starts_at, p.starts_at) as "startsAt",
			substring(p.path from '[0-9]+')::int as number,
			coalesce((select subject from email_renditions where message_id = m.id
				order by locale <> ${locale}, locale limit 1), '') as subject
		from email_messages m left join mailing_plans p on p.message_id = m.id
		where m.campaign_id = ${campaignId}::int and m.lane = 'bulk'
		order by m.id desc limit 200`.execute(db);
	const listed: ListedMailing[] = [];
	// One after the other: a page takes one connection of the pool, and what has ended costs a row.
	for (const row of rows) {
		const shown = listed.length < SHOWN && row.status !== "draft";
		listed.push({ ...row, progress: (shown && (await mailingProgress(db, row.id))) || null });
	}
	return listed;
}

/** An update whose page is published and of which no mail has been made. */
export interface Unsent {
	number: number;
	title: string;
}

/** The updates of a campaign that can be mailed, the newest first. */
export async function updatesToSend(db: Db, campaignId: number, locale: Locale): Promise<Unsent[]> {
	const { rows } = await sql<Unsent>`
		select substring(d.path from '[0-9]+')::int as number,
			(array_agg(d.matter ->> 'title' order by d.locale <> ${locale}, d.locale))[1] as title
		from campaign_documents d
		where d.campaign_id = ${campaignId}::int and d.path like 'updates/%'
			and not exists (select from hidden_documents h where h.campaign_id = d.campaign_id and h.path = d.path)
			and not exists (
				select from mailing_plans p join email_messages m on m.id = p.message_id
				where m.campaign_id = d.campaign_id and p.path = d.path
					and (m.status <> 'cancelled' or m.frozen_at is not null))
		group by d.path order by 1 desc`.execute(db);
	return rows;
}

/** How many updates went out to a campaign's subscribers in the last thirty days. */
export async function updatesLately(db: Db, campaignId: number): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*)::int as n from email_messages
		where campaign_id = ${campaignId}::int and lane = 'bulk' and kind = 'update'
			and frozen_at > now() - interval '30 days' and status <> 'cancelled'`.execute(db);
	return rows[0]?.n ?? 0;
}
