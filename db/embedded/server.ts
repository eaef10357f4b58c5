import { closeSync, openSync } from "node:fs";
import { chown, readFile, truncate } from "node:fs/promises";
import { createServer } from "node:net";
import type { Binaries } from "./binaries.ts";
import { type Cluster, lastLines } from "./cluster.ts";
import type { Postmaster } from "./postmaster.ts";
import { ended } from "./process.ts";
import { type RunAs, spawnAs } from "./run-as.ts";

/** Settings of `postgresql.conf` by name. */
export type ServerSettings = Record<string, string>;

const settings: ServerSettings = {
	listen_addresses: "127.0.0.1",
	unix_socket_directories: "",
	timezone: "UTC",
	log_timezone: "UTC",
	// The log tells why a start failed. Statements and their details name people: they stay out of it.
	log_min_messages: "log",
	log_min_error_statement: "panic",
	log_error_verbosity: "terse",
	log_checkpoints: "off",
	// What was deleted stands in the write-ahead log until it is overwritten: it is kept small and thrown away.
	wal_level: "minimal",
	max_wal_senders: "0",
	max_wal_size: "64MB",
	min_wal_size: "32MB",
	wal_recycle: "off",
};

/**
 * Starts a server on the cluster, on a port that is free now unless `extra` names one. It stands in its own process group and writes to a
 * file, so that Ctrl-C does not reach it before we have drained, and our death does not end it half-way.
 */
export async function spawnServer(cluster: Cluster, binaries: Binaries, runAs: RunAs, extra: ServerSettings) {
	const port = extra.port ? Number(extra.port) : await freePort();
	const options = Object.entries({ ...settings, ...extra, port: String(port) });
	await truncate(cluster.log).catch(() => {});
	const log = openSync(cluster.log, "a", 0o600);
	try {
		const child = spawnAs(
			runAs,
			[binaries.postgres, "-D", cluster.data, ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
			{ detached: true, stdio: ["ignore", log, log] },
		);
		await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
		child.unref();
		// Spawned, it has a number; 0 would name our own process group to `kill`.
		return { pid: child.pid as number, port };
	} finally {
		closeSync(log);
		if (runAs.user) await chown(cluster.log, runAs.user.uid, runAs.user.gid);
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().once("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});
}

/** Fast shutdown: sessions are ended, what is committed is kept. Harsher after ten seconds; the next start recovers. */
export async function stopServer({ pid }: Postmaster): Promise<void> {
	const patience = [
		["SIGINT", 10_000],
		["SIGQUIT", 5_000],
		["SIGKILL", 1_000],
	] as const;
	for (const [signal, ms] of patience) {
		try {
			process.kill(pid, signal);
		} catch {
			return; // gone already
		}
		if (await ended(pid, ms)) return;
	}
}

/** Why the last start failed, in Postgres' own words. */
export async function reason({ log }: Cluster): Promise<string> {
	return lastLines(await readFile(log, "utf8").catch(() => "it left no log"));
}
