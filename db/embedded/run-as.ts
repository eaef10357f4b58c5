import { spawn, spawnSync } from "node:child_process";
import { chmod, readFile, stat } from "node:fs/promises";
import type { Binaries } from "./binaries.ts";
import { EmbeddedError } from "./error.ts";

/** As whom the programs of Postgres run, which refuse to run as root. */
export interface RunAs {
	/** Put before the command. */
	prefix: string[];
	/** The operating system's user, when it is not ours. */
	user?: { uid: number; gid: number };
}

const asWeAre: RunAs = { prefix: [] };
const usual = ["postgres", "node", "nobody", "daemon"];

/**
 * Chooses how to run Postgres on `home`, which may not exist yet, inside `dataDir`, which does.
 * As root: whoever owns the cluster; else root's own files in a user namespace, which also works in a home that
 * only root may enter; else a user who can reach both the programs and the data.
 * @throws EmbeddedError with one line saying what to do
 */
export async function chooseRunAs(dataDir: string, home: string, binaries: Binaries): Promise<RunAs> {
	const uid = process.getuid?.();
	const owner = await stat(home).catch(() => undefined);
	if (uid !== 0) {
		if (owner && uid !== undefined && owner.uid !== uid)
			throw new EmbeddedError(`${home} belongs to another user (${owner.uid}): start as that user or set DATA_DIR`);
		return asWeAre;
	}
	const users = await localUsers();
	if (owner && owner.uid !== 0) return { prefix: [], user: owner };
	const namespace = inNamespace(users);
	if (namespace && runs(namespace, binaries)) return namespace;
	for (const user of owner ? [] : users) {
		const runAs: RunAs = { prefix: [], user };
		if (runs(runAs, binaries) && (await canEnter(runAs, dataDir))) return runAs;
	}
	throw new EmbeddedError(
		"Postgres refuses to run as root, and here it can neither be given a user namespace nor reach the program and " +
			`${dataDir} as another user: start as an ordinary user, or set DATABASE_URL`,
	);
}

/** Starts a program of Postgres as `runAs` says, away from our working directory, libpq variables and locale. */
export function spawnAs(
	runAs: RunAs,
	command: [string, ...string[]],
	options: { detached?: boolean; stdio: ("ignore" | "pipe" | number)[] },
) {
	const [file = "", ...args] = [...runAs.prefix, ...command];
	return spawn(file, args, { ...options, ...within(runAs) });
}

const within = ({ user }: RunAs) => ({
	cwd: "/",
	env: environment(),
	...(user && { uid: user.uid, gid: user.gid }),
});

/** Neither our secrets nor variables meant for other Postgres clients. */
function environment(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => /^(PATH|TZ|SystemRoot|TEMP|TMP|TMPDIR)$/i.test(name));
	return Object.assign<NodeJS.ProcessEnv, object>(
		{ NODE_ENV: process.env.NODE_ENV },
		{ LC_ALL: "C", ...Object.fromEntries(kept) },
	);
}

/** The user inside must have a name: initdb looks it up. What it is does not matter: files stay root's outside. */
function inNamespace([user]: { uid: number; gid: number }[]): RunAs | undefined {
	if (!user || process.platform !== "linux") return;
	return { prefix: ["unshare", "--user", `--map-user=${user.uid}`, `--map-group=${user.gid}`, "--"] };
}

function runs(runAs: RunAs, { initdb }: Binaries): boolean {
	const [file = "", ...args] = [...runAs.prefix, initdb, "--version"];
	return spawnSync(file, args, { stdio: "ignore", ...within(runAs) }).status === 0;
}

/** Entering a folder shows nothing of what lies in it: our own files there are 0600. */
async function canEnter(runAs: RunAs, dataDir: string): Promise<boolean> {
	const enters = () =>
		spawnSync("/bin/sh", ["-c", 'cd "$0"', dataDir], { stdio: "ignore", ...within(runAs) }).status === 0;
	if (enters()) return true;
	const before = (await stat(dataDir)).mode & 0o777;
	await chmod(dataDir, before | 0o011);
	if (enters()) return true;
	await chmod(dataDir, before);
	return false;
}

/** Users that hardly a system lacks, in the order in which we would borrow them. */
async function localUsers(): Promise<{ uid: number; gid: number }[]> {
	const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n").map((line) => line.split(":"));
	return usual.flatMap((name) =>
		lines
			.filter((fields) => fields[0] === name && Number(fields[2]) > 0)
			.map((fields) => ({ uid: Number(fields[2]), gid: Number(fields[3]) })),
	);
}
