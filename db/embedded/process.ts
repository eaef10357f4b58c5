import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process of that number exists, ours or not. */
export function isAlive(pid: number): boolean {
	if (!Number.isInteger(pid) || pid < 1) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

/** The command line of a process; empty for a dead one that nobody has waited for; undefined where it cannot be told. */
export function commandOf(pid: number): string | undefined {
	try {
		if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
		return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" });
	} catch {
		return undefined;
	}
}

/** Waits until a process has ended, at most `ms` milliseconds; says whether it has. */
export async function ended(pid: number, ms: number): Promise<boolean> {
	const deadline = Date.now() + ms;
	while (isAlive(pid) && commandOf(pid) !== "") {
		if (Date.now() > deadline) return false;
		await sleep(20);
	}
	return true;
}
