import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** A campaign before its first word is written. */
export interface NewCampaign {
	/** Of the campaign, its petition and its fund. */
	slug: string;
	/** IANA. */
	zone: string;
	/** `YYYY-MM-DD`, in that zone. */
	day: string;
	/** Its languages are those that it is called something in. */
	editions: readonly { locale: Locale; title: string; neutralTitle: string }[];
}

/**
 * Makes a campaign, unpublished, with a petition that nobody can sign yet.
 * @param db a transaction
 * @returns its id; null when a campaign or a petition of that name is there
 */
export async function createCampaign(
	db: Db,
	keys: KeyRing,
	{ slug, zone, day, editions }: NewCampaign,
): Promise<number | null> {
	const { rows } = await sql<{ id: number }>`
		with campaign as (
			insert into campaigns (slug, zone, day, key_sealed)
			select ${slug}, ${zone}, ${day}::date, ${newFingerprintKey(keys, `campaigns/${slug}`)}::bytea
			where not exists (select from petitions where slug = ${slug})
			on conflict do nothing
			returning id),
		petition as (
			insert into petitions (campaign_id, slug, key_sealed)
			select id, ${slug}, ${newFingerprintKey(keys, `petitions/${slug}`)}::bytea from campaign
			returning id),
		version as (insert into petition_versions (petition_id, number) select id, 1 from petition)
		select id from campaign`.execute(db);
	const id = rows[0]?.id;
	if (id === undefined) return null;
	await db
		.insertInto("campaign_editions")
		.values(
			editions.map(({ locale, title, neutralTitle }) => ({
				campaign_id: id,
				locale,
				title,
				neutral_title: neutralTitle,
				summary: "",
			})),
		)
		.execute();
	return id;
}
