import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { openSealed } from "#app/seal/identity.ts";
import { type ExportedFile, sealedName } from "./manifest.ts";

/** A folder of an export, and with what its files are opened. */
export interface Folder {
	path: string;
	/** An identity of age, for files that are sealed. */
	identity: string | null;
}

/** The bytes of a file, opened where it is sealed. @throws where it is not there, or is sealed for somebody else */
async function bytesOf({ path, identity }: Folder, name: string): Promise<Readable> {
	const plain = join(path, name);
	if (await isThere(plain)) return createReadStream(plain);
	const sealedPath = join(path, sealedName(name));
	if (!(await isThere(sealedPath))) throw new Error(`there is no ${name}`);
	if (identity === null) throw new Error(`${sealedName(name)} is sealed: an identity opens it`);
	return Readable.fromWeb(
		(await openSealed(identity, Readable.toWeb(createReadStream(sealedPath)) as ReadableStream<Uint8Array>)) as never,
	);
}

function isThere(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}

/** Whether a file is there, whole and as it was written. It is read to its end, and nothing of it is kept. */
export async function isWhole(folder: Folder, { name, rows, sha256 }: ExportedFile): Promise<boolean> {
	const hash = createHash("sha256");
	let lines = 0;
	try {
		for await (const chunk of await bytesOf(folder, name)) {
			const bytes = chunk as Buffer;
			hash.update(bytes);
			for (const byte of bytes) if (byte === 10) lines++;
		}
	} catch {
		// Missing, torn, or sealed for somebody else.
		return false;
	}
	return lines === rows && hash.digest("hex") === sha256;
}

/** The lines of a file that `isWhole`, as they are asked for. */
export async function* linesOf(folder: Folder, name: string): AsyncGenerator<string> {
	const input = await bytesOf(folder, name);
	for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
}

/** Lines in portions of so many. */
export async function* portions(lines: AsyncIterable<string>, size: number): AsyncGenerator<string[]> {
	let portion: string[] = [];
	for await (const line of lines) {
		portion.push(line);
		if (portion.length < size) continue;
		yield portion;
		portion = [];
	}
	if (portion.length > 0) yield portion;
}
