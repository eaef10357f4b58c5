import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** The checkout that this file is of. */
export const checkout = fileURLToPath(new URL("../..", import.meta.url));

const outDir = join(checkout, "node_modules/.cache/yntymaq-bench", String(process.pid));
const built = new Map<string, Promise<string>>();

/** Builds a file for Node, as the product is built: a process that compiled by itself would be measured with its compiler. */
async function bundle(file: string): Promise<string> {
	const name = `${basename(file, ".ts")}.js`;
	await build({
		root: checkout,
		configFile: false,
		logLevel: "error",
		build: {
			ssr: join(checkout, file),
			target: "esnext",
			outDir,
			emptyOutDir: false,
			rollupOptions: { output: { entryFileNames: name } },
		},
	});
	return join(outDir, name);
}

function bundled(file: string): Promise<string> {
	if (built.size === 0) process.once("exit", () => rmSync(outDir, { recursive: true, force: true }));
	const found = built.get(file) ?? bundle(file);
	built.set(file, found);
	return found;
}

/**
 * Starts a file of the checkout in a process of its own and waits for its first message.
 * @param file from the checkout's root, as `/bench/support/sink.ts`; it exports `run`
 * @param options what `run` is given
 * @returns the process and what it said; it ends with this one
 */
export async function startProcess<Said>(file: string, options: object): Promise<{ child: ChildProcess; said: Said }> {
	const child = fork("bench/process.js", [await bundled(file), JSON.stringify(options)], {
		cwd: checkout,
		env: { ...process.env, NODE_ENV: "production" },
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
	const ended = once(child, "exit").then(() => {
		throw new Error(`${file} ended before it was ready`);
	});
	const [said] = (await Promise.race([once(child, "message"), ended])) as [Said];
	ended.catch(() => undefined);
	return { child, said };
}

/** Ends a process by a signal and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, "exit");
	child.kill(signal);
	await gone;
}
