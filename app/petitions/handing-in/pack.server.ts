import { createHash } from "node:crypto";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { fileOf, formats, type House, nameOf, type Wanted } from "./files.server.ts";
import { about } from "./json.ts";
import { type Made, manifestOf } from "./manifest.ts";
import { agreedIn } from "./rows.server.ts";

export type { Made };

/** A file on its way: its pieces, and when they have all been read what it was. */
export interface Summed {
	pieces: AsyncGenerator<Buffer>;
	made(): Made;
}

/** Adds up a file while it is read. */
export function summed(name: string, from: AsyncIterable<Buffer>): Summed {
	const hash = createHash("sha256");
	let bytes = 0;
	async function* pieces() {
		for await (const piece of from) {
			hash.update(piece);
			bytes += piece.length;
			yield piece;
		}
	}
	return { pieces: pieces(), made: () => ({ name, bytes, sha256: hash.digest("hex") }) };
}

/** The manifest of files that have been made: their sums, the counts, what was signed and what was agreed to. */
export async function manifestFor({ db }: House, wanted: Wanted, files: readonly Made[]): Promise<string> {
	const { handin, addressee, survey } = wanted;
	const { organisations: _, ...what } = about(handin, addressee, survey);
	const agreed = await agreedIn(db, { id: handin.id, place: addressee.place });
	return manifestOf({ ...what, ...agreed }, files);
}

/**
 * Everything that one addressee gets in one language, as a ZIP: letter and sheets, CSV, JSON, and last the manifest. Written
 * as it is made; the same list gives the same bytes.
 */
export async function* packOf(house: House, wanted: Wanted): AsyncGenerator<Buffer> {
	let written: Uint8Array[] = [];
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		written.push(piece);
	});
	const take = () => {
		const bytes = Buffer.concat(written);
		written = [];
		return bytes;
	};
	// Local time is how ZIP tells days: noon of the list's day is the same everywhere.
	const mtime = new Date(`${wanted.handin.frozenOn}T12:00:00`);
	const files: Made[] = [];
	for (const format of formats) {
		const { pieces, made } = summed(nameOf(wanted, format), fileOf(house, wanted, format));
		// A PDF's parts are deflated already.
		const name = nameOf(wanted, format);
		const entry = format === "pdf" ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
		zip.add(Object.assign(entry, { mtime }));
		for await (const piece of pieces) {
			entry.push(piece);
			yield take();
		}
		entry.push(new Uint8Array(), true);
		files.push(made());
	}
	const manifest = Object.assign(new ZipPassThrough(nameOf(wanted, "manifest")), { mtime });
	zip.add(manifest);
	manifest.push(Buffer.from(await manifestFor(house, wanted, files)), true);
	zip.end();
	yield take();
}
