import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { chmod, cp, mkdtemp, readFile, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ServerBuild } from "@remix-run/node";
import { isFresh } from "#app/cli/fresh-build.js";
import { NAME } from "#db/embedded/cluster.ts";
import { parsePidFile } from "#db/embedded/postmaster.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** The product in processes of its own, as a person starts it from a clone. */
export interface Product {
	/** `http://localhost:PORT`, once it has said so; rejects with what it said when it ends before. */
	site: Promise<string>;
	/** All that it has said so far. */
	said(): string;
	/** Ctrl-C: the terminal signals every process of the group. */
	interrupt(): void;
	/** `kill -9` of the first process alone. */
	kill(): void;
	/** The exit code and all that it said, when it has ended. */
	ended: Promise<{ code: number | null; said: string }>;
}

export interface StartOptions {
	dataDir: string;
	env?: Record<string, string>;
	/** The operating system's user, when we are root. */
	user?: number;
	/** Which checkout. */
	cwd: string;
	command?: [string, ...string[]];
}

const sources = ["app", "db", "emails", "sandbox", "build"];
const files = ["package.json", "package-lock.json", "remix.config.js", "tsconfig.json"];

/**
 * Copies the checkout, built, to a folder that every user can read, so that neither an edit meanwhile nor a
 * private home disturbs the tests.
 * @param user an ordinary user, when we are root
 */
export async function copyCheckout(user?: number): Promise<string> {
	const copy = await mkdtemp(join(tmpdir(), "yntymaq-checkout-"));
	await chmod(copy, 0o755);
	await buildWhereNeeded(checkout);
	const begun = (await stat(join(checkout, "build", ".begun"))).mtimeMs - 60_000;
	// What readers of earlier builds still ask for is nobody's here.
	const isNew = async (path: string) =>
		!path.startsWith(join(checkout, "build", "")) || (await stat(path)).mtimeMs >= begun;
	for (const name of [...sources, ...files])
		await cp(join(checkout, name), join(copy, name), { recursive: true, filter: isNew });
	const modules = join(checkout, "node_modules");
	const readable = spawnSync(process.execPath, ["-e", ""], { cwd: modules, uid: user, gid: user }).status === 0;
	if (readable) await symlink(modules, join(copy, "node_modules"));
	else await cp(modules, join(copy, "node_modules"), { recursive: true, verbatimSymlinks: true });
	await buildWhereNeeded(copy);
	return copy;
}

const buildWhereNeeded = (cwd: string) => promisify(execFile)(process.execPath, ["app/cli/run.js", "--help"], { cwd });

/** Builds the checkout when the sources have changed since, in a process of its own. */
export async function freshBuild(): Promise<void> {
	if (!isFresh()) await buildWhereNeeded(checkout);
}

let routes: Promise<ServerBuild> | undefined;

/**
 * The product's routes as they are built: made anew, in a process of its own, when the sources have changed since. A run
 * is of one build: an edit meanwhile is the next run's.
 */
export function builtRoutes(): Promise<ServerBuild> {
	routes ??= loadRoutes();
	return routes;
}

async function loadRoutes(): Promise<ServerBuild> {
	await freshBuild();
	return import(join(checkout, "build", "server", "routes.js"));
}

/** The client build, which those routes ask for. */
export const builtAssets = join(checkout, "build", "client");

/** Starts the demonstration on a free port. */
export function startProduct({ dataDir, env, user, cwd, command }: StartOptions): Product {
	const [file, ...args] = command ?? [process.execPath, "app/cli/run.js", "start"];
	const child = spawn(file, args, {
		cwd,
		env: Object.assign(demonstration(), { DATA_DIR: dataDir, PORT: "0" }, env),
		detached: true,
		stdio: ["ignore", "pipe", "pipe"],
		...(user !== undefined && { uid: user, gid: user }),
	});
	return {
		...watch(child),
		interrupt: () => interruptGroup(child),
		kill: () => void child.kill("SIGKILL"),
	};
}

/** The environment without what would make it another site than the demonstration, or a test run. */
function demonstration(): NodeJS.ProcessEnv {
	const ours = /^(PATH|HOME|TMPDIR|LANG|NODE_ENV|npm_config_.*)$/i;
	return Object.assign({ NODE_ENV: process.env.NODE_ENV }, ofNames(process.env, ours));
}

function ofNames(from: NodeJS.ProcessEnv, names: RegExp): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(from).filter(([name]) => names.test(name)));
}

function watch(child: ChildProcess): Pick<Product, "site" | "said" | "ended"> {
	let said = "";
	const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
		child.once("close", (code) => resolve({ code, said })),
	);
	const site = new Promise<string>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr])
			stream?.on("data", (chunk: Buffer) => {
				said += chunk;
				const address = /site\s+(http:\/\/localhost:\d+)/.exec(said)?.[1];
				if (address) resolve(address);
			});
		child.once("close", () => reject(new Error(said)));
	});
	site.catch(() => {}); // for tests that only wait for the end
	return { site, said: () => said, ended };
}

/** A child that never started has no number, and 0 would name the tests' own group. */
function interruptGroup({ pid }: ChildProcess) {
	if (pid === undefined) return;
	try {
		process.kill(-pid, "SIGINT");
	} catch {
		// It has ended by itself.
	}
}

/** The address of the embedded server that runs on `dataDir`, as superuser. */
export async function embeddedUrl(dataDir: string): Promise<string> {
	const home = join(dataDir, "postgres-18");
	const file = parsePidFile(await readFile(join(home, "data", "postmaster.pid"), "utf8"));
	const password = (await readFile(join(home, "password"), "utf8")).trim();
	return `postgres://${NAME}:${password}@127.0.0.1:${file?.port}/${NAME}`;
}
