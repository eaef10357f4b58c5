import { readFileSync } from "node:fs";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Ticks of /proc/PID/stat a second, on every Linux that Node runs on. */
const TICKS = 100;

/** Something whose processor time counts, and how to read it: milliseconds so far. */
export type CpuReader = () => number;

/** This process, its threads and the system's work for it. */
export function cpuOfUs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

/** Another process of this machine; nothing on another system than Linux. */
export function cpuOf(pid: number): CpuReader {
	return () => (own(pid) * 1_000) / TICKS;
}

/** A Postgres of this machine with all its processes, those that have ended too; nothing on another system than Linux. */
export async function cpuOfPostgres(db: Db): Promise<CpuReader> {
	const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
	const postmaster = times(rows[0]?.pid ?? 0).parent;
	return () => {
		const { self, ended } = times(postmaster);
		return ((self + ended + children(postmaster).reduce((sum, pid) => sum + own(pid), 0)) * 1_000) / TICKS;
	};
}

/** Adds up what some work costs, part by part. */
export function cpuMeter(parts: Readonly<Record<string, CpuReader>>) {
	const spent = new Map(Object.keys(parts).map((name) => [name, 0]));
	let units = 0;
	return {
		async during<T>(count: number, work: () => Promise<T>): Promise<T> {
			const before = Object.values(parts).map((read) => read());
			const done = await work();
			Object.entries(parts).forEach(([name, read], i) => {
				spent.set(name, (spent.get(name) ?? 0) + read() - (before[i] ?? 0));
			});
			units += count;
			return done;
		},
		/** Microseconds a unit, as `mailer 250, Postgres 160`. */
		say: () => [...spent].map(([name, ms]) => `${name} ${((ms * 1_000) / units).toFixed(0)}`).join(", "),
	};
}

const own = (pid: number) => times(pid).self;

function children(pid: number): number[] {
	return fileOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** Ticks of a process and of its children that have ended (proc(5), fields 14 to 17), and its parent (field 4). */
function times(pid: number) {
	const stat = fileOf(`/proc/${pid}/stat`);
	// The name, in brackets, may hold anything.
	const fields = stat
		.slice(stat.lastIndexOf(")") + 2)
		.split(" ")
		.map((field) => Number(field) || 0);
	const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [1, 11, 12, 13, 14].map((i) => fields[i]);
	return { parent, self: user + system, ended: childUser + childSystem };
}

function fileOf(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}
