import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const STALE_MS = 15 * 60_000;
const LOOK_MS = 500;

/**
 * Does something that two test files at once would spoil for each other, such as installing a program: the second
 * waits until the first has done it, and then finds it done.
 * @param name of the lock, a folder beside the temporary files; one left by a process that died is taken over after 15 minutes
 */
export function oneAtATime<T>(name: string, work: () => T): T {
	const lock = join(tmpdir(), `yntymaq-${name}.lock`);
	while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
	try {
		return work();
	} finally {
		rmdirSync(lock);
	}
}

function taken(lock: string): boolean {
	try {
		mkdirSync(lock);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		const held = statSync(lock, { throwIfNoEntry: false });
		if (held && Date.now() - held.mtimeMs > STALE_MS) rmdirSync(lock);
		return false;
	}
}
