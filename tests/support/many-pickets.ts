import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/**
 * Adds listed pickets all over the world: each a copy of one that is there, near one of some three hundred towns, on one
 * of sixty days.
 */
export async function plantPickets(db: Db, count: number): Promise<void> {
	await sql`
		insert into pickets (campaign_id, slug, secret_hash, kind, state, locale, title, description, organisation,
			starts_local, ends_local, zone, starts_at, ends_at, city, country, latitude, longitude, meeting_point,
			authorities, listed_at)
		select campaign_id, 'planted-' || n, sha256(n::text::bytea), 'picket', 'listed', 'en', 'Picket ' || n, description,
			organisation, starts_local + d, ends_local + d, zone, starts_at + d, ends_at + d, 'Town ' || n % 311, 'GB',
			-60 + (n % 311) * 0.4 + (n % 7) * 0.01, -170 + (n % 311) * 53 % 340 + (n % 5) * 0.01, meeting_point,
			authorities, now()
		from (select * from pickets order by created_on, id limit 1) one,
			generate_series(1, ${count}) n, make_interval(days => n % 60) d`.execute(db);
	await sql`analyze pickets`.execute(db);
}
