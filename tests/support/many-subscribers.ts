import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/**
 * Plants subscriptions whose seals nobody opens, mixed as a campaign's are: four in ten at one provider, the rest at
 * others, large and small.
 * @param sealed bytes for all of them, where somebody does
 */
export async function plantSubscribers(
	owner: Db,
	campaignId: number,
	count: number,
	sealed = Buffer.alloc(96, 1),
): Promise<void> {
	await sql`
		insert into subscriptions (campaign_id, fingerprint, locale, country, sealed, domain_bucket)
		select ${campaignId}::int, sha256(convert_to(${campaignId}::text || ' ' || n, 'UTF8')),
			(array['en', 'ru', 'kk'])[1 + n % 3], (array['DE', 'PL', 'FR', 'ZZ'])[1 + n % 4], ${sealed},
			case when n % 10 < 4 then 0 when n % 10 < 6 then n % 20 else 20 + n % 64 end
		from generate_series(1, ${count}::int) n`.execute(owner);
	await sql`analyze subscriptions`.execute(owner);
}
