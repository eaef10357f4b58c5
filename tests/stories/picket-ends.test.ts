import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changePicket } from "#app/pickets/change.server.ts";
import { findWhole } from "#app/pickets/facts.server.ts";
import { trustedAmong, trustHost } from "#app/pickets/hosting/trust.server.ts";
import { runRetention } from "#app/retention/run.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { makePicket } from "#tests/support/pickets.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

/** A picket that ended so many days ago, with a host, a change and a meeting point that few were told. */
async function ended(days: number) {
	const { db, owner } = database;
	const facts = { addressLevel: "joined" as const, startsLocal: "2036-12-16T12:00", endsLocal: "2036-12-16T14:00" };
	const made = await makePicket(db, keys, { host: "host@example.org", facts });
	const change = { facts: { ...made.facts, title: "Another title" } };
	await db.transaction().execute((trx) => changePicket(trx, keys, made.id, change));
	await sql`update pickets set starts_at = now() - make_interval(days => ${days}::int) - interval '2 hours',
		ends_at = now() - make_interval(days => ${days}::int) - interval '1 minute' where id = ${made.id}`.execute(owner);
	return made;
}
async function held(id: string) {
	const { rows } = await sql<{ hosts: number; changes: number; sealed: boolean; key: boolean }>`
		select (select count(*)::int from picket_hosts where picket_id = p.id) as hosts,
			(select count(*)::int from picket_changes where picket_id = p.id) as changes,
			meeting_point_sealed is not null as sealed, key_sealed is not null as key
		from pickets p where id = ${id}`.execute(database.owner);
	return rows[0];
}

test("ninety days after a picket its hosts, changes, key and hidden meeting point are gone; what all could read stays", async () => {
	const [recent, old] = [await ended(89), await ended(90)];
	await runRetention(database.db);
	expect(await held(recent.id)).toEqual({ hosts: 1, changes: 1, sealed: true, key: true });
	expect(await held(old.id)).toEqual({ hosts: 0, changes: 0, sealed: false, key: false });
	expect((await findWhole(database.db, keys, old.id))?.facts).toMatchObject({
		title: "Another title",
		meetingPoint: "",
	});
});

test("a picket that nobody confirmed is gone after seven days, a co-host's link that nobody took up as well", async () => {
	const { db, owner } = database;
	const made = await makePicket(db, keys, { state: "unverified", host: "nobody@example.org" });
	const listed = await makePicket(db, keys, { host: "somebody@example.org" });
	await sql`insert into picket_hosts (picket_id, role, state, token_hash)
		values (${listed.id}, 'co-host', 'invited', sha256('one'))`.execute(owner);
	const age = (days: number) =>
		Promise.all([
			sql`update pickets set created_on = current_date - ${days}::int where id = ${made.id}`.execute(owner),
			sql`update picket_hosts set created_on = current_date - ${days}::int where picket_id = ${listed.id}`.execute(
				owner,
			),
		]);
	await age(7);
	await runRetention(db);
	expect([await held(made.id), await held(listed.id)]).toMatchObject([{ hosts: 1 }, { hosts: 2 }]);
	await age(8);
	await runRetention(db);
	expect([await held(made.id), await held(listed.id)]).toMatchObject([undefined, { hosts: 1 }]);
});

test("who was trusted is so until ninety days after the campaign has closed; reminders of what is over end as well", async () => {
	const { db, owner } = database;
	const { id, campaignId } = await ended(15);
	const reminders = () => owner.selectFrom("picket_reminders").where("picket_id", "=", id).selectAll().execute();
	expect(await reminders()).toHaveLength(2);
	await trustHost(db, keys, campaignId, "trusted@example.org", "listed before");
	const trusted = async () => (await trustedAmong(db, keys, campaignId, ["trusted@example.org"])).size;
	const closed = (days: number) =>
		sql`update campaigns set closed_at = now() - make_interval(days => ${days}::int) - interval '1 minute'
			where id = ${campaignId}`.execute(owner);
	await runRetention(db);
	expect(await trusted()).toBe(1);
	await closed(89);
	await runRetention(db);
	expect(await trusted()).toBe(1);
	await closed(90);
	await runRetention(db);
	expect(await trusted()).toBe(0);
	expect(await reminders()).toEqual([]);
});
