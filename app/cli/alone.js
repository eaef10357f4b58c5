import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE = 180_000;

/**
 * Does `work` while no other process holds the lock file, and waits for one that does. The file names its holder:
 * what a killed process left behind does not count.
 * @template T
 * @param {string} lock
 * @param {(message: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(lock, say, work) {
	const mine = `${lock}.${process.pid}`;
	const deadline = Date.now() + PATIENCE;
	let told = false;
	while (!take(lock, mine)) {
		const holder = read(lock);
		if (holder !== undefined && !isAlive(holder)) discard(lock, mine, holder);
		else {
			if (Date.now() > deadline) throw new Error(`${lock} has been held for minutes by process ${holder}: remove it`);
			if (!told) say("Waiting for another build …");
			told = true;
			await sleep(100);
		}
	}
	try {
		return await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

/**
 * A link appears with its content or not at all.
 * @param {string} lock
 * @param {string} mine
 */
function take(lock, mine) {
	writeFileSync(mine, String(process.pid));
	try {
		linkSync(mine, lock);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(mine, { force: true });
	}
}

/**
 * @param {string} lock
 * @returns {number | undefined} the holder; undefined when it has just let go
 */
function read(lock) {
	try {
		return Number(readFileSync(lock, "utf8"));
	} catch {
		return undefined;
	}
}

/**
 * Moves a dead process's file away, and puts it back if it has become a living one's since we looked.
 * @param {string} lock
 * @param {string} mine
 * @param {number} dead
 */
function discard(lock, mine, dead) {
	try {
		renameSync(lock, mine);
		if (read(mine) !== dead) linkSync(mine, lock);
	} catch {
		// Another process was faster.
	} finally {
		rmSync(mine, { force: true });
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}
