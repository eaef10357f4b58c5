import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Handler, startJobs } from "#app/jobs/run.server.ts";
import { type JobName, jobNames } from "#app/jobs/timetable.ts";
import type { Log } from "#app/log.ts";
import { installJobs } from "#db/jobs/install.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/mail.ts";

// What nobody waits for runs on pg-boss: each run once, whatever is killed.

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => sql`delete from pgboss.job`.execute(database.owner));

const quick = { poll: 0.5, tend: 1 };
const quiet: { info: Log; warn: Log } = { info() {}, warn() {} };
const handlers = (make: (name: JobName) => Handler) =>
	Object.fromEntries(jobNames.map((name) => [name, make(name)])) as unknown as Record<JobName, Handler>;
const nothing = handlers(() => async () => undefined);
const start = (own: Partial<Record<JobName, Handler>>, log = quiet) =>
	startJobs(database.url, { ...nothing, ...own }, log, quick);

/** State, output and how often it was tried again, of each run of a job that the time-table has had. */
async function runs(name: JobName) {
	const { rows } = await sql<{ state: string; retry_count: number; output: unknown }>`
		select state, retry_count, output from pgboss.job where singleton_key = ${name}`.execute(database.owner);
	return rows;
}
const states = async (name: JobName) => (await runs(name)).map(({ state }) => state);

test("each run of the time-table is done once, though two workers ask and work", async () => {
	const done = new Map<string, number>();
	const counting = handlers((name) => async () => void done.set(name, (done.get(name) ?? 0) + 1));
	const workers = await Promise.all([start(counting), start(counting)]);
	await until(async () => (await Promise.all(jobNames.map(states))).every((all) => all.includes("completed")));
	await Promise.all(workers.map((worker) => worker.stop()));
	for (const name of jobNames) expect([name, done.get(name)]).toEqual([name, (await states(name)).length]);
});

test("what a killed worker had in hand is another's when its minute is over, and not before", async () => {
	const leave = (seconds: number) =>
		sql`
		insert into pgboss.job (name, data, state, started_on, expire_in, policy, singleton_key, singleton_on)
		select 'jobs', '{"job": "digests"}', 'active', now() - make_interval(secs => ${seconds}), interval '60 seconds', 'short',
			'digests', date_trunc('minute', now()::timestamp) + make_interval(secs => ${seconds})`.execute(database.owner);
	await leave(61);
	await leave(0);
	const worker = await start({});
	await until(async () =>
		(await runs("digests")).some(({ retry_count, state }) => retry_count === 1 && state === "completed"),
	);
	const left = await runs("digests");
	await worker.stop();
	expect(left.filter(({ state }) => state === "active")).toHaveLength(1);
	expect(left.filter(({ retry_count }) => retry_count > 0)).toHaveLength(1);
});

describe("a job that fails", () => {
	test("is tried again and keeps no other back; of why, neither the queue nor the log holds a word", async () => {
		const said: string[] = [];
		const say = (event: string, fields: object = {}) => void said.push(JSON.stringify({ event, ...fields }));
		const worker = await start(
			{ audit: async () => Promise.reject(new Error("Key (email)=(sam@example.org) already exists.")) },
			{ info: say, warn: say },
		);
		await until(async () => (await states("audit")).includes("retry"));
		await until(async () => (await states("digests")).includes("completed"));
		await worker.stop();
		expect(said).toEqual([JSON.stringify({ event: "a job failed and is tried again", job: "audit" })]);
		const { rows } = await sql<{ row: string }>`select j::text as row from pgboss.job j`.execute(database.owner);
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.filter(({ row }) => /@|already/.test(row))).toEqual([]);
	});
});

test("a stop tells what is in hand to end, and waits for it", async () => {
	let ended = false;
	let begun = false;
	const worker = await start({
		retention: (signal) => {
			begun = true;
			return new Promise<void>((resolve) =>
				signal.addEventListener("abort", () => {
					ended = true;
					resolve();
				}),
			);
		},
	});
	await until(() => begun);
	await worker.stop();
	expect(ended).toBe(true);
});

test("while Postgres is away jobs wait, and go on when it is back", async () => {
	const name = new URL(database.url).pathname.slice(1);
	const server = new pg.Client({
		connectionString: Object.assign(new URL(database.url), { pathname: "/postgres" }).href,
	});
	await server.connect();
	let release = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	let began = 0;
	const said: string[] = [];
	const say = (event: string) => void said.push(event);
	const digests = () => {
		began++;
		return held;
	};
	const worker = await start({ digests }, { info: say, warn: say });
	await until(() => began > 0);
	await server.query(`alter database ${name} allow_connections false`);
	await server.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
	// It is done while nobody can be told so.
	release();
	await until(() => said.length > 0);
	await server.query(`alter database ${name} allow_connections true`);
	await until(() => said.length > 1);
	await sql`update pgboss.job set started_on = now() - interval '61 seconds', retry_delay = 0 where state = 'active'`.execute(
		database.owner,
	);
	await until(async () => (await states("digests")).every((state) => state === "completed"));
	await worker.stop();
	await server.end();
	expect(said).toEqual(["jobs cannot be asked for", "jobs are asked for again"]);
	expect(began).toBeGreaterThan(1);
});

describe("the role of web and worker", () => {
	test("makes no queue and changes none", async () => {
		const asApp = (statement: string) => sql.raw(statement).execute(database.db);
		await expect(asApp("select pgboss.create_queue('another', '{}')")).rejects.toThrow("permission denied");
		await expect(asApp("update pgboss.queue set policy = 'standard'")).rejects.toThrow("permission denied");
		await expect(asApp("drop table pgboss.job")).rejects.toThrow("must be owner");
	});
	test("two migrations at once, and again, leave one queue", async () => {
		const pools = [1, 2].map(() => new pg.Pool({ connectionString: database.url, max: 1 }));
		await sql`drop schema pgboss cascade`.execute(database.owner);
		await Promise.all(pools.map(installJobs));
		await Promise.all(pools.map(installJobs));
		await Promise.all(pools.map((pool) => pool.end()));
		const { rows } = await sql`select name, policy, expire_seconds from pgboss.queue`.execute(database.db);
		expect(rows).toEqual([{ name: "jobs", policy: "short", expire_seconds: 60 }]);
	});
});
