import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * Makes a folder for what a test throws away: in memory where the system has room there, else beside other temporary
 * files. A database is a thousand files, and making them on a slow disk takes seconds.
 * @param prefix of its name
 * @returns its path; whoever asked removes it
 */
export async function scratchFolder(prefix: string): Promise<string> {
	const { bavail = 0, bsize = 0 } = (await statfs(MEMORY).catch(() => undefined)) ?? {};
	return mkdtemp(join(bavail * bsize > ENOUGH_BYTES ? MEMORY : tmpdir(), prefix));
}
