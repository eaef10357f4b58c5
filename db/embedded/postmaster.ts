import { readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandOf, isAlive } from "./process.ts";

/** A running server: its process and where it listens on 127.0.0.1. */
export interface Postmaster {
	pid: number;
	port: number;
}

/** What `postmaster.pid` says; it is written line by line, so the port may be missing yet. */
export interface PidFile {
	pid: number;
	data: string;
	port?: number;
}

/** Reads the text of a `postmaster.pid`; undefined when it holds no process yet. */
export function parsePidFile(text: string): PidFile | undefined {
	const [pid, data, , port] = text.split("\n").map((line) => line.trim());
	if (!pid || !/^\d+$/.test(pid) || !data) return;
	return { pid: Number(pid), data, ...(port && /^\d+$/.test(port) && { port: Number(port) }) };
}

/**
 * The server that runs on `data` now, left by a killed start or another terminal's; undefined when none does.
 * A file that names a dead process or a process of something else is stale and made harmless.
 */
export async function findPostmaster(data: string): Promise<Postmaster | "starting" | undefined> {
	const file = join(data, "postmaster.pid");
	const text = await readFile(file, "utf8").catch(() => "");
	const found = parsePidFile(text);
	if (!found) return text === "" ? undefined : "starting";
	if (!isAlive(found.pid)) return; // Postgres replaces the file by itself
	if (!(await isOurs(found, data))) {
		// Postgres would take the stranger for a server. It ignores its own parent's number, which is ours, and
		// still refuses to start while a process of the old server is attached to the memory named in the file.
		await writeFile(file, text.replace(/^\d+/, String(process.pid)));
		return;
	}
	return found.port ? { pid: found.pid, port: found.port } : "starting";
}

async function isOurs({ pid, data: named }: PidFile, data: string): Promise<boolean> {
	if ((await realpath(named).catch(() => named)) !== data) return false;
	return serves(pid, data);
}

/** Whether process `pid` is a server that we started on `data`: its command line names it. */
export function serves(pid: number, data: string): boolean {
	return isAlive(pid) && (commandOf(pid)?.includes(data) ?? true);
}
