import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The file of the beneficiaries' keys as it stands on the disk, outside of the database and its dumps. */
export interface KeyFile {
	/** Its own number, a uuid: the database knows which one it is. */
	file: string;
	/** By beneficiary, each sealed under SECRET_KEYS. */
	keys: ReadonlyMap<string, Buffer>;
}

const head = /^yntymaq beneficiary keys 1 ([0-9a-f-]{36})$/;
const line = /^([0-9a-f-]{36}) ([A-Za-z0-9+/]+=*)$/;

/**
 * Reads the file whole.
 * @returns null where there is none
 * @throws an Error when it is no such file, or cannot be read
 */
export async function readKeyFile(path: string): Promise<KeyFile | null> {
	const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return null;
		throw new Error(`the file of the beneficiaries' keys cannot be read (${error.code})`);
	});
	if (text === null) return null;
	const [first = "", ...rest] = text.trimEnd().split("\n");
	const file = head.exec(first)?.[1];
	const keys = rest.map((row) => line.exec(row)).map((found) => found && ([found[1] ?? "", found[2] ?? ""] as const));
	if (file === undefined || keys.includes(null)) throw new Error("what BENEFICIARY_KEYS_FILE names is no file of keys");
	return {
		file,
		keys: new Map(keys.flatMap((pair) => (pair ? [[pair[0], Buffer.from(pair[1], "base64")] as const] : []))),
	};
}

/**
 * Puts a file in the place of the one before, whole or not at all: written beside it, flushed to the disk, then renamed
 * (POSIX rename is atomic), and the folder flushed too. Only its owner reads it. What was not carried over is gone.
 */
export async function writeKeyFile(path: string, { file, keys }: KeyFile): Promise<void> {
	const folder = dirname(path);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const rows = [...keys].map(([id, key]) => `${id} ${key.toString("base64")}\n`);
	const beside = `${path}.${randomBytes(6).toString("hex")}`;
	try {
		await flushed(beside, "wx", `yntymaq beneficiary keys 1 ${file}\n${rows.join("")}`);
		await rename(beside, path);
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
	await flushed(folder, "r");
}

async function flushed(path: string, flags: "wx" | "r", text?: string): Promise<void> {
	const handle = await open(path, flags, 0o600);
	try {
		if (text !== undefined) await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
}
