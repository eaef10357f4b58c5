import { deflateSync } from "node:zlib";

/** The number of an object. */
export type Reference = number;

/** A PDF that is written as it is made: what has been taken out is no longer held. */
export interface Objects {
	/** A number for an object that is written later. */
	reserve(): Reference;
	/** Writes an object; `at` where its number was reserved. @param body its text, without `obj` */
	add(body: string, at?: Reference): Reference;
	/** Writes a stream, deflated. @param more further entries of its dictionary */
	addStream(bytes: Uint8Array, more?: string, at?: Reference): Reference;
	/** Writes the table of objects and the end. */
	end(root: Reference, info: Reference): void;
	/** What was written since it was last asked. */
	take(): Buffer;
}

/**
 * Begins a PDF 1.7 (ISO 32000-1). It has no random mark and no clock: the same objects are the same bytes.
 * @see ISO 32000-1, 7.5 "File structure"
 */
export function pdfObjects(): Objects {
	const offsets: number[] = [];
	let written: Buffer[] = [];
	let length = 0;
	const write = (...pieces: readonly (string | Uint8Array)[]) => {
		for (const piece of pieces) {
			const bytes = typeof piece === "string" ? Buffer.from(piece, "latin1") : Buffer.from(piece);
			written.push(bytes);
			length += bytes.length;
		}
	};
	const reserve = () => offsets.push(0);
	const begin = (at: Reference) => {
		offsets[at - 1] = length;
		write(`${at} 0 obj\n`);
		return at;
	};
	// The second line tells mail programs that this is no text.
	write("%PDF-1.7\n", Buffer.from("25e2e3cfd30a", "hex"));
	return {
		reserve,
		add(body, at = reserve()) {
			begin(at);
			write(body, "\nendobj\n");
			return at;
		},
		addStream(bytes, more = "", at = reserve()) {
			const packed = deflateSync(bytes);
			begin(at);
			write(`<< /Length ${packed.length} /Filter /FlateDecode ${more}>>\nstream\n`, packed, "\nendstream\nendobj\n");
			return at;
		},
		end(root, info) {
			const table = length;
			const lines = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
			write(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${lines.join("")}`);
			write(`trailer\n<< /Size ${offsets.length + 1} /Root ${root} 0 R /Info ${info} 0 R >>\n`);
			write(`startxref\n${table}\n%%EOF\n`);
		},
		take() {
			const bytes = Buffer.concat(written);
			written = [];
			return bytes;
		},
	};
}

/** A text of a PDF's own dictionaries, such as its title: UTF-16 in hexadecimal. */
export function textString(text: string): string {
	return `<feff${utf16(text)}>`;
}

/** UTF-16, big-endian, in hexadecimal. */
export function utf16(text: string): string {
	return Buffer.from(text, "utf16le").swap16().toString("hex");
}
