import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { inHours } from "./attendees.ts";
import type { TestDatabase } from "./database.ts";
import { makePicket } from "./pickets.ts";

/** A picket that ended so many days ago (in so many, if negative), with one row of everything about who came. */
export async function pastPicket(
	base: Pick<TestDatabase, "db" | "owner">,
	keys: KeyRing,
	{
		endedDaysAgo,
		cancelledDaysAgo,
		postedDaysAgo,
	}: { endedDaysAgo: number; cancelledDaysAgo?: number; postedDaysAgo: number },
) {
	// It lasted two hours; a minute past the day, so that no clock decides.
	const picket = await makePicket(base.db, keys, { facts: inHours(-24 * endedDaysAgo - 2 - 1 / 30) });
	const posted = sql<string>`current_date - ${postedDaysAgo}::int`;
	const rsvp = (state: string, more: object) => ({
		id: randomUUID(),
		picket_id: picket.id,
		party: 2,
		state,
		locale: "en",
		token_hash: randomBytes(32),
		created_on: posted,
		...more,
	});
	const address = () => ({ fingerprint: randomBytes(32), sealed: randomBytes(64) });
	const rows = [rsvp("pending", address()), rsvp("going", { ...address(), told_sequence: 0 }), rsvp("going", {})];
	for (const row of rows) await base.owner.insertInto("picket_rsvps").values(row).execute();
	await sql`insert into picket_facts (picket_id, sequence, starts_at, sealed)
		values (${picket.id}, 0, now(), ${seal(keys, "picket_facts/none", {})})`.execute(base.owner);
	await sql`insert into picket_messages (picket_id, number, locale, state) values (${picket.id}, 1, 'en', 'sent')`.execute(
		base.owner,
	);
	if (cancelledDaysAgo !== undefined)
		await sql`update pickets set state = 'cancelled', cancelled_at = now() - make_interval(days => ${cancelledDaysAgo}::int, mins => 2)
			where id = ${picket.id}`.execute(base.owner);
	return { ...picket, pending: rows[0]?.id ?? "", told: rows[1]?.id ?? "" };
}
