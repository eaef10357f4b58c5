import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { Endorsement } from "./endorsement.server.ts";
import { branchToken, endorsementKey } from "./key.server.ts";

type News = "how-went" | "shown" | "refused";

/**
 * Promises a body the mail of its news, once for each meeting and once a day for each other: the mark and the delivery are one
 * statement, so that no crash asks twice or never. A body without an address hears nothing.
 * @returns whether it was promised now
 */
export async function promiseNews(trx: Db, keys: KeyRing, endorsement: Endorsement, news: News): Promise<boolean> {
	const { id: endorsementId, contact, petition, campaign } = endorsement;
	if (!contact || !petition.keySealed) return false;
	const { email, locale, origin } = contact;
	const about = await neutralTitle(trx, campaign.id, locale);
	const token = branchToken(endorsementKey(keys, petition.slug, petition.keySealed), endorsementId);
	const link = `${origin}/${locale}/endorsement/${token}`;
	const kind = `endorsement-${news}` as const;
	const id = randomUUID();
	const values = { link, about, contactLink: `${origin}/${locale}/contact` };
	const row = deliveryRow(keys, { kind, subjectId: id, to: email, locale, values });
	const { rows } = await sql`
		with promised as (
			insert into endorsement_mails (id, endorsement_id, kind, about)
			values (${id}, ${endorsementId}, ${news}, ${news === "how-went" ? sql`${endorsement.meetingOn}::date` : sql`current_date`})
			on conflict (endorsement_id, kind, about) do nothing returning id)
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, params_sealed)
		select m.id, 'transactional', promised.id, ${row.domain_bucket}::smallint, ${row.params_sealed}::bytea
		from promised join email_messages m on m.kind = ${kind} and m.lane = 'transactional'
		returning id`.execute(trx);
	return rows.length > 0;
}

async function neutralTitle(db: Db, campaignId: number, locale: string): Promise<string> {
	const row = await db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.orderBy(sql`locale = ${locale}`, "desc")
		.orderBy("locale")
		.limit(1)
		.select("neutral_title")
		.executeTakeFirst();
	return row?.neutral_title ?? "";
}
