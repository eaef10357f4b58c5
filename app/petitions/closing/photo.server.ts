import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { ReadPhoto } from "#app/web/photos/read-photo.server.ts";
import type { Db } from "#db/client.ts";
import type { Of } from "./mailboxes.server.ts";

/** A photo of a hand-in as its page at the desk shows it. */
export interface OwnPhoto {
	digest: string;
	width: number;
	height: number;
	alternatives: { locale: Locale; alternative: string }[];
}

/** What a petition's page at the desk knows of its photo: none can be there before it was marked as handed in. */
export async function photoOf(
	db: Db,
	{ petition, campaignId }: Of,
): Promise<{ handedIn: boolean; photo: OwnPhoto | null } | undefined> {
	const { rows } = await sql<{ handedIn: boolean; photo: OwnPhoto | null }>`
		select h.petition_id is not null as "handedIn", case when f.petition_id is not null then json_build_object(
			'digest', f.digest, 'width', f.width, 'height', f.height, 'alternatives', (
				select json_agg(json_build_object('locale', locale, 'alternative', alternative) order by locale)
				from petition_photo_words where petition_id = p.id)) end as photo
		from petitions p left join petition_handovers h on h.petition_id = p.id
		left join petition_photos f on f.petition_id = p.id
		where p.slug = ${petition} and p.campaign_id = ${campaignId}`.execute(db);
	return rows[0];
}

/** A photo, and what can be seen on it in every language. */
export interface NewPhoto {
	photo: ReadPhoto;
	alternatives: Readonly<Record<Locale, string>>;
	/** The organiser's id. */
	by: string;
}

/**
 * Gives a petition that was handed in its photo, in the place of the one that it has.
 * @param trx a transaction: there is never half a photo
 * @returns whether it was handed in
 */
export async function setPhoto(trx: Db, of: Of, { photo, alternatives, by }: NewPhoto): Promise<boolean> {
	const { rows } = await sql<{ id: number }>`
		select p.id from petitions p join petition_handovers h on h.petition_id = p.id
		where p.slug = ${of.petition} and p.campaign_id = ${of.campaignId} for no key update of p`.execute(trx);
	const [found] = rows;
	if (!found) return false;
	await trx.deleteFrom("petition_photos").where("petition_id", "=", found.id).execute();
	const { bytes, width, height } = photo;
	const digest = createHash("sha256").update(bytes).digest("hex");
	await trx
		.insertInto("petition_photos")
		.values({ petition_id: found.id, digest, width, height, bytes, added_by: by })
		.execute();
	await trx
		.insertInto("petition_photo_words")
		.values(
			Object.entries(alternatives).map(([locale, alternative]) => ({ petition_id: found.id, locale, alternative })),
		)
		.execute();
	return true;
}

/** Takes a petition's photo away, its bytes with it. @returns whether there was one */
export async function removePhoto(trx: Db, { petition, campaignId }: Of): Promise<boolean> {
	const { numAffectedRows } = await sql`
		delete from petition_photos where petition_id = (
			select id from petitions where slug = ${petition} and campaign_id = ${campaignId})`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** The WebP of a published petition's photo; undefined where it has none of that digest. */
export async function handoverPhoto(db: Db, slug: string, digest: string): Promise<Buffer<ArrayBuffer> | undefined> {
	const row = await db
		.selectFrom("petition_photos as f")
		.innerJoin("petitions as p", "p.id", "f.petition_id")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.where("p.slug", "=", slug)
		.where("f.digest", "=", digest)
		.where("c.opened_at", "is not", null)
		.select("f.bytes")
		.executeTakeFirst();
	return row && Buffer.from(row.bytes);
}
