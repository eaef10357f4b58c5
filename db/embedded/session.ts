import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Cluster, NAME } from "./cluster.ts";
import { EmbeddedError } from "./error.ts";
import type { Postmaster } from "./postmaster.ts";
import { isAlive } from "./process.ts";

/** Advisory lock in database `postgres`: whoever holds it owns the server and stops it at exit. */
const OWNER_LOCK = 16;

/**
 * A superuser's session on `database`, as soon as the server answers.
 * @returns undefined when the server's process ends first or `deadline` (milliseconds) passes
 * @throws EmbeddedError when what answers is not our server
 */
export async function enter(
	cluster: Cluster,
	{ pid, port }: Postmaster,
	deadline: number,
): Promise<pg.Client | undefined> {
	while (isAlive(pid) && Date.now() < deadline) {
		const client = new pg.Client({
			host: "127.0.0.1",
			port,
			user: NAME,
			password: cluster.password,
			database: "postgres",
			ssl: false,
			options: "",
			connectionTimeoutMillis: 5_000,
		});
		client.on("error", () => {}); // a server that stops says so to every session
		try {
			await client.connect();
			const { rows } = await client.query<{ data_directory: string }>("show data_directory");
			if (rows[0]?.data_directory === cluster.data) return client;
			await client.end();
			throw new EmbeddedError(`another Postgres answers for ${cluster.data}: stop it, or set DATA_DIR`);
		} catch (error) {
			if (error instanceof EmbeddedError) throw error;
			if (error instanceof pg.DatabaseError && error.code === "28P01")
				throw new EmbeddedError(`the password beside ${cluster.data} is not its server's: restore it, or remove both`);
			await sleep(20); // still starting, or on its way out
		}
	}
}

/**
 * Takes the server for this process, for as long as the session lives.
 * A killed owner's session ends a moment after it.
 * @returns false when another process has it
 */
export async function takeOwnership(client: pg.Client): Promise<boolean> {
	for (let attempt = 0; attempt < 10; attempt++) {
		const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [OWNER_LOCK]);
		if (rows[0]?.taken) return true;
		await sleep(50);
	}
	return false;
}

/**
 * Takes the server again when the session is lost: when one backend crashes, Postgres ends all sessions and goes on.
 * @param reenter undefined when there is nothing to hold any more
 */
export function keepOwnership(session: pg.Client, reenter: () => Promise<pg.Client | undefined>): void {
	session.once("end", async () => {
		const next = await reenter().catch(() => undefined);
		if (next && (await takeOwnership(next).catch(() => false))) keepOwnership(next, reenter);
	});
}

/** Creates our database where it is missing. To be called by the owner only. */
export async function createDatabase(client: pg.Client): Promise<void> {
	const { rowCount } = await client.query("select from pg_database where datname = $1", [NAME]);
	if (rowCount === 0) await client.query(`create database ${NAME}`);
}
