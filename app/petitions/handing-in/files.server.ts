import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { csvOf } from "./csv.ts";
import { type Handin, type HandinAddressee, letterText } from "./handin.server.ts";
import { jsonOf } from "./json.ts";
import { pdfOf } from "./pdf.server.ts";
import { handinRows, type Survey } from "./rows.server.ts";

/** The forms that a list has. */
export const formats = ["pdf", "csv", "json"] as const;
export type Format = (typeof formats)[number];

/** Whether a posted or typed word is one of them. */
export function isFormat(word: string): word is Format {
	return (formats as readonly string[]).includes(word);
}

/** What files are read from. */
export interface House {
	db: Db;
	keys: KeyRing;
}

/** One addressee's list, in the language of its letter. */
export interface Wanted {
	handin: Handin;
	addressee: HandinAddressee;
	locale: Locale;
	survey: Survey;
}

/** What a file is called: the petition, the list's number, the addressee's place, and of a letter its language. */
export function nameOf(
	{ handin, addressee, locale }: Omit<Wanted, "survey">,
	kind: Format | "manifest" | "zip",
): string {
	const list = `${handin.petition}-${handin.number}-${addressee.place}`;
	if (kind === "pdf" || kind === "zip") return `${list}-${locale}.${kind}`;
	return kind === "manifest" ? `${list}-${locale}-manifest.json` : `${list}.${kind}`;
}

/**
 * One file of a list, piece by piece: the same list gives the same bytes.
 * @param onRow is told how many rows are written
 * @throws an Error where the petition is not in the letter's language
 */
export async function* fileOf(
	{ db, keys }: House,
	{ handin, addressee, locale, survey }: Wanted,
	format: Format,
	onRow: (done: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
	const list = { id: handin.id, place: addressee.place };
	const rows = told(handinRows(db, keys, list), onRow);
	if (format !== "pdf") {
		yield* bytesOf(format === "csv" ? csvOf(rows, survey) : jsonOf(handin, addressee, survey, rows));
		return;
	}
	const text = await letterText(db, handin, addressee.place, locale);
	if (!text) throw new Error("the petition has no letter in this language");
	yield* pdfOf({ handin, survey, text, locale }, rows, handinRows(db, keys, list, "lines"));
}

async function* told<Row>(rows: AsyncIterable<Row>, onRow: (done: number) => void): AsyncGenerator<Row> {
	let done = 0;
	for await (const row of rows) {
		yield row;
		onRow(++done);
	}
}

/** Written together, so that a row does not cost a packet. */
const CHUNK = 65_536;

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
	let chunk = "";
	for await (const piece of pieces) {
		chunk += piece;
		if (chunk.length < CHUNK) continue;
		yield Buffer.from(chunk);
		chunk = "";
	}
	if (chunk) yield Buffer.from(chunk);
}
