import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Process ids that work in a folder or name it on their command line: Postgres' own children only work there. */
export function processesOf(dir: string): number[] {
	if (process.platform !== "linux") return listed(dir);
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((pid) => reads(() => readlinkSync(`/proc/${pid}/cwd`)).startsWith(dir) || commandLine(pid).includes(dir))
		.map(Number);
}

/** Waits until no process works in `dir`; gives those that still do after `ms` milliseconds. */
export async function leftIn(dir: string, ms = 20_000): Promise<number[]> {
	const deadline = Date.now() + ms;
	for (;;) {
		const left = processesOf(dir);
		if (left.length === 0 || Date.now() > deadline) return left;
		await sleep(20);
	}
}

const commandLine = (pid: string) => reads(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"));

/** What ended while we looked reads as nothing. */
function reads(read: () => string): string {
	try {
		return read();
	} catch {
		return "";
	}
}

function listed(dir: string): number[] {
	return execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" })
		.split("\n")
		.filter((line) => line.includes(dir))
		.map((line) => Number.parseInt(line, 10))
		.filter((pid) => pid !== process.pid);
}
