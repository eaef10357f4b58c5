import { setImmediate } from "node:timers/promises";
import { readCamt053 } from "./camt053.ts";
import { readCsvStatement } from "./csv-statement.ts";
import type { Statement, StatementRefusal } from "./statement.ts";

/** Bytes of a file: years of a fund's account. */
export const MOST_BYTES = 8 * 1024 * 1024;
/** Characters handed to the XML parser at once. */
const CHUNK = 65_536;

/**
 * Reads a bank's file: camt.053 where it is XML, else CSV. UTF-8, and for CSV Windows-1252 where it is none, as several banks
 * still write.
 * @param file all of it, or one byte more than is taken
 */
export async function readStatement(file: Buffer): Promise<Statement | StatementRefusal> {
	if (file.length > MOST_BYTES) return { refused: "large" };
	const utf8 = decoded(file);
	if (utf8 !== null && /^\s*</.test(utf8)) return readCamt053(chunksOf(utf8));
	if (file.includes(0)) return { refused: "encoding" };
	return readCsvStatement(utf8 ?? new TextDecoder("windows-1252").decode(file));
}

/** Text without its mark of byte order; null where it is not UTF-8. */
function decoded(file: Buffer): string | null {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(file);
	} catch {
		return null;
	}
}

/** Between two of them others are served. */
async function* chunksOf(text: string): AsyncGenerator<string> {
	for (let at = 0; at < text.length; at += CHUNK) {
		yield text.slice(at, at + CHUNK);
		await setImmediate();
	}
}
