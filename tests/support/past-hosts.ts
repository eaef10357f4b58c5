import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { TestDatabase } from "./database.ts";
import { makePicket } from "./pickets.ts";

/** One row of everything that is kept of a picket's hosts and is past its days. */
export async function pastHosts({ db, owner }: Pick<TestDatabase, "db" | "owner">, keys: KeyRing): Promise<void> {
	const dropped = await makePicket(db, keys, { state: "unverified" });
	await sql`update pickets set created_on = current_date - 8 where id = ${dropped.id}`.execute(owner);
	const over = await makePicket(db, keys, { host: "past-host@example.org" });
	await sql`update pickets set starts_at = now() - interval '91 days 2 hours', ends_at = now() - interval '91 days'
		where id = ${over.id}`.execute(owner);
	await sql`insert into picket_changes (picket_id, sequence, field, sealed, important)
		values (${over.id}, 1, 'title', '\\x00', true)`.execute(owner);
	await sql`insert into picket_reports (picket_id, people, words) values (${over.id}, 10, 'Never read')`.execute(owner);
	await sql`insert into picket_photos (picket_id, alternative, width, height, size, bytes, number)
		values (${over.id}, 'Never looked at', 10, 10, 1, '\\x00', 1)`.execute(owner);
	const ahead = await makePicket(db, keys);
	await sql`insert into picket_hosts (picket_id, role, state, token_hash, created_on)
		values (${ahead.id}, 'co-host', 'invited', ${randomBytes(32)}, current_date - 8)`.execute(owner);
}
