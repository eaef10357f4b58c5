import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type Binaries, findBinaries } from "./embedded/binaries.ts";
import { type Cluster, NAME, openCluster } from "./embedded/cluster.ts";
import { EmbeddedError } from "./embedded/error.ts";
import { findPostmaster, type Postmaster, serves } from "./embedded/postmaster.ts";
import { chooseRunAs, type RunAs } from "./embedded/run-as.ts";
import { reason, type ServerSettings, spawnServer, stopServer } from "./embedded/server.ts";
import { createDatabase, enter, keepOwnership, takeOwnership } from "./embedded/session.ts";

/** A real Postgres of our own, for whoever has set no DATABASE_URL. */
export interface Embedded {
	/** As superuser `yntymaq` on database `yntymaq`. */
	url: string;
	/** Ends every session and the server; returns when its process is gone. */
	stop(): Promise<void>;
}

/**
 * Starts the server in `DATA_DIR/postgres-18`, or takes over the one that a killed start has left there.
 * No lock file guards it: the data directory appears by one rename, Postgres lets only one server onto it, and one
 * session holds the advisory lock that makes its process the owner. Each of them dies with its process.
 * @param extra settings of Postgres, for tests
 * @throws EmbeddedError for the person at the terminal: in use by another start, or Postgres' own last words
 */
export async function startEmbedded(dataDir: string, extra: ServerSettings = {}): Promise<Embedded> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const home = join(await realpath(dataDir), "postgres-18");
	const binaries = await findBinaries();
	const runAs = await chooseRunAs(dataDir, home, binaries);
	const cluster = await openCluster(home, binaries, runAs);
	const { server, session } = await serve(cluster, binaries, runAs, extra);
	if (!(await takeOwnership(session))) {
		await session.end();
		throw new EmbeddedError(
			`Yntymaq is already running on ${dataDir}: stop it first, or set DATA_DIR to another folder`,
		);
	}
	await createDatabase(session);
	let stopping = false;
	keepOwnership(session, async () => (stopping ? undefined : enter(cluster, server, Date.now() + PATIENCE)));
	return {
		url: `postgres://${NAME}:${cluster.password}@127.0.0.1:${server.port}/${NAME}`,
		async stop() {
			stopping = true;
			// The session, and with it the ownership, ends with the server and not before it.
			if (serves(server.pid, cluster.data)) await stopServer(server);
		},
	};
}

/** Milliseconds that a server may take to answer: recovery after a power cut reads its whole log. */
const PATIENCE = 60_000;

/** A server on the cluster and a session on it, whoever started it. */
async function serve(cluster: Cluster, binaries: Binaries, runAs: RunAs, extra: ServerSettings) {
	const deadline = Date.now() + PATIENCE;
	let failures = 0;
	while (Date.now() < deadline) {
		const running = await findPostmaster(cluster.data);
		if (running === "starting") {
			await sleep(20);
			continue;
		}
		const server: Postmaster = running ?? (await spawnServer(cluster, binaries, runAs, extra));
		const session: pg.Client | undefined = await enter(cluster, server, deadline);
		if (session) return { server, session };
		// It may have lost its port or the race with another start; neither happens three times.
		if (!running && ++failures === 3) break;
	}
	throw new EmbeddedError(`the embedded Postgres did not start:\n${await reason(cluster)}`);
}
