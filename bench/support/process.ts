import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The checkout that this file is of. */
export const checkout = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts a file of the checkout in a process of its own and waits for its first message. It runs what is built of it, as
 * the product does: a compiler in it would be measured along with it. Within Vitest, where a build hangs and nothing is
 * measured, it compiles the file itself.
 * @param file from the checkout's root, as `bench/support/sink.ts`; it exports `run`
 * @param options what `run` is given
 * @returns the process and what it said; it ends with this one
 */
export async function startProcess<Said>(file: string, options: object): Promise<{ child: ChildProcess; said: Said }> {
	const runnable = process.env.VITEST ? file : await (await import("../bundle.js")).bundle(file);
	const child = fork("bench/process.js", [runnable, JSON.stringify(options)], {
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
