import { Readable } from "node:stream";

/** Written together, so that a row does not cost a packet. */
const CHUNK = 16_384;

/**
 * A file for one person that is written as it is made, with bounded memory.
 * @param name what the browser calls it: ASCII, without quotes
 * @param stream its bytes
 */
export function download(name: string, type: string, stream: ReadableStream<Uint8Array>): Response {
	return new Response(stream, {
		headers: {
			"Content-Type": type,
			"Content-Disposition": `attachment; filename="${name}"`,
			"Cache-Control": "private, no-store",
		},
	});
}

/** A PDF for one person, made whole. @param name as of `download` */
export function pdfFile(name: string, file: Buffer): Response {
	return download(name, "application/pdf", streamOfBytes(pieces(file)));
}

async function* pieces(file: Buffer): AsyncGenerator<Uint8Array> {
	yield file;
}

/** Said among ourselves: no answer carries it. */
const FOR_ALL = "x-file-for-all";

/**
 * A file for everybody that is written as it is made.
 * @param version names its bytes: the same version, the same bytes
 */
export function publicFile(type: string, version: string, stream: ReadableStream<Uint8Array>): Response {
	return new Response(stream, { headers: { "Content-Type": type, ETag: `"${version}"`, [FOR_ALL]: "yes" } });
}

/** Whether an answer is such a file. */
export function isPublicFile({ status, headers }: Response): boolean {
	return status === 200 && headers.has(FOR_ALL);
}

/** Whether an answer is a file for one person: what may be kept is not. */
export function isDownload({ status, headers }: Response): boolean {
	const attached = headers.get("Content-Disposition")?.startsWith("attachment") ?? false;
	return status === 200 && attached && (headers.get("Cache-Control") ?? "").includes("no-store");
}

/** Pieces of text as a stream of UTF-8. */
export function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
	return streamOfBytes(inChunks(pieces));
}

/** Bytes as a stream, asked for as they are read. */
export function streamOfBytes(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	return Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream<Uint8Array>;
}

async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
	let chunk = "";
	for await (const piece of pieces) {
		chunk += piece;
		if (chunk.length < CHUNK) continue;
		yield Buffer.from(chunk);
		chunk = "";
	}
	if (chunk) yield Buffer.from(chunk);
}
