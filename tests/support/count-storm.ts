import { Socket } from "node:net";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { checkCounts } from "#app/petitions/check-counts.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { connect, type Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { random } from "./random.ts";
import { randomTransition } from "./random-transition.ts";

export interface Storm {
	/** Statements that changed at least one signature. */
	transitions: number;
	/** Transactions that were rolled back on purpose, or by a deadlock. */
	rolledBack: number;
	/** Rollups that had begun and never answered: the backend was terminated, or the connection cut. */
	kills: number;
	/** Of these, how many had deleted deltas and not yet written counts. */
	killedHalfWay: number;
	/** Rollups that answered. */
	rollups: number;
	/** Checks in the middle of it, each right in its one snapshot. */
	checks: number;
	/** What was not right, in the middle or at the end: none. */
	wrong: string[];
}

interface StormOptions {
	/** As superuser: it ends the rollup's backend. */
	url: string;
	seed: number;
	/** At least so many, over all connections. */
	transitions: number;
	connections: number;
	/** At least so many. */
	kills: number;
}

/**
 * Random transitions of signatures on several connections while the rollup runs and is killed; then
 * everything is rolled up and compared with COUNT(*) in every dimension.
 */
export async function countStorm({ url, seed, transitions, connections, kills }: StormOptions): Promise<Storm> {
	const storm: Storm = { transitions: 0, rolledBack: 0, kills: 0, killedHalfWay: 0, rollups: 0, checks: 0, wrong: [] };
	const owner = new pg.Pool({ connectionString: url, max: 3 });
	owner.on("error", () => undefined);
	// Transactions that wait in a circle are part of it; a second of waiting each time is not.
	await owner.query(`alter database ${new URL(url).pathname.slice(1)} set deadlock_timeout = '20ms'`);
	const db = connect(url, { max: connections + 1, statementTimeout: 30_000, onError: () => undefined });
	const petitions = await addPetitions(db, seed);
	const over = () => storm.transitions >= transitions && storm.kills >= kills;

	async function change(connection: number) {
		const next = random(seed * 1_000 + connection);
		while (!over()) {
			const changed = await randomTransition(db, petitions, next);
			if (changed === null) storm.rolledBack++;
			else if (changed > 0) storm.transitions++;
		}
	}
	async function check() {
		while (!over()) {
			storm.wrong.push(...(await checkCounts(db)).map((wrong) => JSON.stringify(wrong)));
			storm.checks++;
		}
	}
	try {
		await Promise.all([
			...Array.from({ length: connections }, (_, connection) => change(connection)),
			check(),
			killRollups(url, owner, random(seed), storm, over),
		]);
		await drain(db);
		storm.wrong.push(...(await differences(db)));
	} finally {
		await Promise.all([db.destroy(), owner.end()]);
	}
	return storm;
}

/** Two petitions, so that their counts could be mixed up. */
async function addPetitions(db: Db, seed: number): Promise<{ id: number; version: number }[]> {
	const { rows } = await sql<{ id: number; version: number }>`
		with campaign as (
			insert into campaigns (slug, zone, day, key_sealed) values (${`storm-${seed}`}, 'UTC', current_date, '\\x00')
			returning id),
		petition as (
			insert into petitions (campaign_id, slug, key_sealed)
			select id, ${`storm-${seed}-`} || n, '\\x00' from campaign, generate_series(1, 2) n returning id)
		insert into petition_versions (petition_id, number) select id, 1 from petition
		returning petition_id as id, id as version`.execute(db);
	return rows;
}

/**
 * Rolls up, one after the other, and kills most of them: the backend is terminated, or the connection cut.
 * Every second one is held half-way first, by a lock on a row that it must update after it has deleted deltas.
 */
async function killRollups(url: string, owner: pg.Pool, next: () => number, storm: Storm, over: () => boolean) {
	while (!over()) {
		const roller = openRoller(url);
		await sql`select 1`.execute(roller.db);
		const holder = next() < 0.5 ? await holdCounts(owner) : undefined;
		const rolled = rollUpCounts(roller.db).then(
			() => true,
			() => false,
		);
		if (holder) await untilWaiting(owner, roller.name);
		else for (let turns = Math.floor(next() * 20); turns > 0; turns--) await new Promise(setImmediate);
		const fate = next();
		if (fate < 0.4) await terminate(owner, roller.name);
		else if (fate < 0.8 || holder) roller.cut();
		const answered = await rolled;
		await holder?.letGo();
		if (answered) storm.rollups++;
		else storm.kills++;
		if (!answered && holder) storm.killedHalfWay++;
		await roller.db.destroy();
	}
}

let rollers = 0;

/** One connection with a name of its own, whose socket can be cut. */
function openRoller(url: string) {
	const name = `roller-${process.pid}-${rollers++}`;
	const socket = new Socket();
	const pool = new pg.Pool({ connectionString: url, max: 1, application_name: name, stream: () => socket });
	pool.on("error", () => undefined);
	pool.on("connect", (client) => void client.on("error", () => undefined));
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
	return { name, db, cut: () => void socket.destroy() };
}

async function terminate(owner: pg.Pool, name: string) {
	await owner.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
}

/** Keeps a rollup waiting for the counts' rows; those who sign do not touch them. */
async function holdCounts(owner: pg.Pool) {
	const client = await owner.connect();
	await client.query("begin");
	await client.query("select from petition_counts for update");
	return {
		async letGo() {
			await client.query("rollback");
			client.release();
		},
	};
}

/** Until the rollup waits for a lock, or has found nothing to do and ended. */
async function untilWaiting(owner: pg.Pool, name: string) {
	const look = `select from pg_stat_activity
		where application_name = $1 and query <> 'select 1' and (wait_event_type = 'Lock' or state = 'idle')`;
	while ((await owner.query(look, [name])).rowCount === 0);
}

/** Rolls up until nothing is left; a rollup whose connection was cut may still be at it. */
async function drain(db: Db) {
	do await rollUpCounts(db);
	while (await db.selectFrom("signature_deltas").select("id").limit(1).executeTakeFirst());
}

/** Compares in the plainest way, by queries that share nothing with the product's own check. */
async function differences(db: Db): Promise<string[]> {
	const wrong: string[] = [];
	const same = async (what: string, published: string, counted: string) => {
		const { rows } = await sql<{ published: string; counted: string }>`select
			(select coalesce(json_agg(p order by p)::text, '') from (${sql.raw(published)}) p) as published,
			(select coalesce(json_agg(c order by c)::text, '') from (${sql.raw(counted)}) c) as counted`.execute(db);
		if (rows[0]?.published !== rows[0]?.counted) wrong.push(`${what}: ${JSON.stringify(rows[0])}`);
	};
	const confirmed = "from signatures where state = 'confirmed'";
	await same(
		"total",
		"select petition_id as id, signatures as n from petition_counts",
		`select p.id, (select count(*) ${confirmed} and petition_id = p.id) as n from petitions p`,
	);
	for (const dimension of ["country", "locale", "source", "country, locale, source"])
		await same(
			dimension,
			`select petition_id, ${dimension}, sum(n)::bigint as n from signature_counts group by petition_id, ${dimension} having sum(n) <> 0`,
			`select petition_id, ${dimension}, count(*) as n ${confirmed} group by petition_id, ${dimension}`,
		);
	await same(
		"hours",
		"select petition_id, sum(n)::bigint as n from signature_hours group by petition_id having sum(n) <> 0",
		`select petition_id, count(*) as n ${confirmed} group by petition_id`,
	);
	await same("deltas left", "select id from signature_deltas", "select 1 as id where false");
	return wrong;
}
