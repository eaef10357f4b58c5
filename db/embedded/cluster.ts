import { randomBytes } from "node:crypto";
import { chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { EmbeddedError } from "./error.ts";
import { isAlive } from "./process.ts";
import { type RunAs, spawnAs } from "./run-as.ts";

/** Superuser and database of every embedded server. */
export const NAME = "yntymaq";

/** One initialised data directory, and what it takes to enter it. */
export interface Cluster {
	/** As the file system calls it, so that it compares with what Postgres writes down. */
	data: string;
	log: string;
	password: string;
}

/**
 * Opens the cluster in `home`, and makes it first where there is none.
 * It is made beside and moved into place whole: neither a kill nor a second start can leave or meet half of one.
 * @throws EmbeddedError with the last lines of initdb
 */
export async function openCluster(home: string, binaries: Binaries, runAs: RunAs): Promise<Cluster> {
	if (!(await stat(home).catch(() => undefined))) await make(home, binaries, runAs);
	await sweep(home);
	return {
		data: await realpath(join(home, "data")),
		log: join(home, "postgres.log"),
		password: (await readFile(join(home, "password"), "utf8")).trim(),
	};
}

const draft = (home: string) => `${home}.new-`;

async function make(home: string, binaries: Binaries, runAs: RunAs) {
	const fresh = `${draft(home)}${process.pid}`;
	const password = join(fresh, "password");
	await rm(fresh, { recursive: true, force: true });
	await mkdir(fresh, { mode: 0o700 });
	await writeFile(password, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
	if (runAs.user) for (const path of [password, fresh]) await chown(path, runAs.user.uid, runAs.user.gid);
	try {
		await initialise(binaries.initdb, join(fresh, "data"), password, runAs);
		await rename(fresh, home);
	} catch (error) {
		await rm(fresh, { recursive: true, force: true }).catch(() => {});
		// Another start was faster: its cluster is as good as ours.
		if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
	}
}

async function initialise(initdb: string, data: string, password: string, runAs: RunAs) {
	const child = spawnAs(
		runAs,
		[
			initdb,
			`--pgdata=${data}`,
			`--username=${NAME}`,
			`--pwfile=${password}`,
			"--auth=scram-sha-256",
			"--encoding=UTF8",
			"--locale-provider=builtin",
			"--locale=C.UTF-8",
		],
		{ stdio: ["ignore", "pipe", "pipe"] },
	);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk));
	const code = await new Promise<number | null>((resolve, reject) =>
		child.once("error", reject).once("close", resolve),
	);
	if (code !== 0) throw new EmbeddedError(`the embedded Postgres could not be initialised:\n${lastLines(said)}`);
}

/** Removes what killed starts have left. A number that now belongs to another process waits for the next start. */
async function sweep(home: string) {
	const prefix = draft(home);
	const parent = join(home, "..");
	for (const name of await readdir(parent)) {
		const path = join(parent, name);
		if (path.startsWith(prefix) && !isAlive(Number(path.slice(prefix.length))))
			await rm(path, { recursive: true, force: true }).catch(() => {}); // its initdb may still be writing
	}
}

/** The end of a program's output, for a person. */
export function lastLines(text: string): string {
	return text.trimEnd().split("\n").slice(-8).join("\n");
}
