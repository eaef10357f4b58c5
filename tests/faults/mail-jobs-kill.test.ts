import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { readSettings } from "#app/env.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { signDirectly } from "#tests/support/address-states.ts";
import { age } from "#tests/support/aging.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/mail.ts";
import type { JobsWorkerOptions } from "../../bench/kills/jobs-worker.ts";
import { endProcess, startProcess } from "../../bench/support/process.ts";

// One batch of reminders, and some more.
const PEOPLE = 220;
const BATCH = 200;

let base: TestDatabase;
let options: JobsWorkerOptions;
beforeAll(async () => {
	base = await testDatabase();
	const secret = `1:${randomBytes(32).toString("base64")}`;
	options = { databaseUrl: `${base.url}?application_name=killed_worker`, keys: secret };
	await loadDemonstration(base.url, await readSettings({ SECRET_KEYS: secret, PORT: "0" }));
	await recordConsentTexts(base.db);
	const keys = readKeyRing(secret);
	for (let n = 0; n < PEOPLE; n++) await signDirectly(base.db, keys, `signer-${n}@example.org`);
	await sql`update email_deliveries set state = 'sent', done_on = current_date, params_sealed = null`.execute(
		base.owner,
	);
	await sql`update petitions set remind = true`.execute(base.owner);
	await age(base.owner, 2);
});
afterAll(() => base.drop());

const worker = async () => (await startProcess("bench/kills/jobs-worker.ts", options)).child;

/** How many reminders each submission has been promised, and how many submissions have so many. */
async function reminders(): Promise<Record<number, number>> {
	const { rows } = await sql<{ mails: number; n: number }>`
		select mails, count(*)::int as n from (
			select s.id, count(m.id)::int as mails from submissions s
			left join email_deliveries d on d.subject_id = s.id
			left join email_messages m on m.id = d.message_id and m.kind = 'remind-signature' group by s.id) each
		group by mails`.execute(base.owner);
	return Object.fromEntries(rows.map(({ mails, n }) => [mails, n]));
}

async function jobs() {
	const { rows } = await sql<{ state: string; retry_count: number }>`
		select state, retry_count from pgboss.job where singleton_key = 'reminders' order by created_on`.execute(
		base.owner,
	);
	return rows;
}

test("a worker killed in the middle of a job: another does the rest of it, and nothing twice", async () => {
	const trx = await base.owner.startTransaction().execute();
	// Whoever would remind the last one waits for us: the first batch is done, the second is not.
	await sql`
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket)
		select m.id, m.lane, (select id from submissions order by id desc limit 1), 20
		from email_messages m where m.kind = 'remind-signature'`.execute(trx);
	const killed = await worker();
	await until(async () => (await reminders())[1] === BATCH, "the first batch is promised");
	await endProcess(killed, "SIGKILL");
	await until(async () => {
		const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where application_name = 'killed_worker' and datname = current_database()`.execute(base.owner);
		return rows.length === 0;
	}, "Postgres has noticed");
	await trx.rollback().execute();
	expect(await reminders()).toEqual({ 0: PEOPLE - BATCH, 1: BATCH });
	expect((await jobs())[0]).toEqual({ state: "active", retry_count: 0 });
	// The minute after which it is another's, and the pause before it is tried again, are over.
	await sql`update pgboss.job set started_on = now() - interval '61 seconds', retry_delay = 0 where state = 'active'`.execute(
		base.owner,
	);
	const next = await worker();
	await until(async () => (await jobs()).every(({ state }) => state === "completed"), "another has done it");
	await endProcess(next, "SIGKILL");
	expect((await jobs())[0]).toEqual({ state: "completed", retry_count: 1 });
	expect(await reminders()).toEqual({ 1: PEOPLE });
});
