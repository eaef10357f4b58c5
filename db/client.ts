import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from "kysely";
import { CompiledQuery, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { planName } from "./plan-once.ts";
import type { DB } from "./schema.ts";

/** A connection or a transaction: what every read and write of a room takes first. */
export type Db = Kysely<DB>;

/** The role of web and worker: no DDL, no UPDATE or DELETE where a table is append-only. */
export const APP_ROLE = "yntymaq_app";

// Counts and identities fit in 2^53; an int8 as text would turn sums into concatenations.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date is a day, not a moment in some zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

export interface PoolOptions {
	max: number;
	/** Milliseconds after which Postgres gives up on one statement. */
	statementTimeout: number;
	onError: (error: Error) => void;
}

/** Options of a session of ours: the role without DDL, UTC days, bounded statements. */
function sessionOptions(statementTimeout: number): string {
	return [
		`-c role=${APP_ROLE}`,
		"-c timezone=UTC",
		`-c statement_timeout=${statementTimeout}`,
		"-c idle_in_transaction_session_timeout=10000",
	].join(" ");
}

/** Milliseconds that Postgres has, beyond a statement's own, to say that it gave up on it. */
const GRACE = 1_000;

/**
 * A pool of sessions of ours, for a library that brings its own SQL.
 * @param url a direct or session-mode connection (transaction-mode poolers break LISTEN and locks)
 */
export function openSessions(url: string, { max, statementTimeout, onError }: PoolOptions): pg.Pool {
	const pool = new pg.Pool({
		connectionString: url,
		max,
		connectionTimeoutMillis: 2_000,
		// A server that froze, or a network that swallows all, tells nobody.
		query_timeout: statementTimeout + GRACE,
		options: sessionOptions(statementTimeout),
	});
	// Without a listener a stopped server ends the process.
	pool.on("error", onError);
	// The pool listens only to its idle connections; one that is cut while a query runs ends the process too.
	pool.on("connect", (client) => void client.on("error", () => undefined));
	return pool;
}

/**
 * The pool of one process as Kysely.
 * @param url as `openSessions` takes it
 */
export function connect(url: string, options: PoolOptions): Db {
	const pool = openSessions(url, options);
	const connect = async () => endIfSilent(await pool.connect());
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }) });
	pools.set(db, pool);
	return db;
}

const pools = new WeakMap<Db, pg.Pool>();

/** How many connections of a pool are in use, and how many statements wait for one. */
export function poolUse(db: Db): { used: number; waiting: number } {
	const pool = pools.get(db);
	return { used: (pool?.totalCount ?? 0) - (pool?.idleCount ?? 0), waiting: pool?.waitingCount ?? 0 };
}

interface Connection {
	query<R>(named: { text: string; name: string | undefined }, values: unknown[]): Promise<PostgresQueryResult<R>>;
	query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	release(end?: boolean): void;
}

/** Ends the connection on which an answer never came when it is given back: who got it next would wait behind it. */
function endIfSilent(connection: Connection): PostgresPoolClient {
	let silent = false;
	function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
	function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	function query<R>(asked: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
		if (typeof asked !== "string") return connection.query(asked);
		const named = { text: asked, name: planName(asked) };
		return connection.query<R>(named, [...parameters]).catch((error: unknown) => {
			silent ||= error instanceof Error && error.message === "Query read timeout";
			throw error;
		});
	}
	return { query, release: () => connection.release(silent) };
}

/** Whether Postgres answers this pool. */
export async function answers(db: Db): Promise<boolean> {
	return db
		.executeQuery(CompiledQuery.raw("select 1"))
		.then(() => true)
		.catch(() => false);
}
