import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/**
 * Does again, in a restored copy, what was erased of pickets since it was made. Which hosts were trusted has no row that
 * could be named: where a host was erased, the copy forgets them all, and moderators read the next pickets first.
 * @returns how many rows it deleted
 */
export async function eraseAgainOfPickets(
	trx: Db,
	erased: { rsvp: readonly string[]; host: readonly string[] },
): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		with rsvps as (delete from picket_rsvps where id = any (${[...erased.rsvp]}::uuid[]) returning id),
		hosts as (delete from picket_hosts where id = any (${[...erased.host]}::uuid[]) returning id),
		trusted as (delete from trusted_hosts where reason = 'listed before' and exists (select from hosts))
		select (select count(*) from rsvps) + (select count(*) from hosts) as n`.execute(trx);
	return rows[0]?.n ?? 0;
}
