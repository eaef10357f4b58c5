import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { byteCache } from "./byte-cache.ts";
import { memoize } from "./memoize.ts";

/** A content coding (RFC 9110 §8.4.1) that we make; the empty one is the body as it is. */
export type Coding = "br" | "gzip" | "";

/** Whether a type is worth compressing, and a body long enough. */
export function isCompressible(type: string, length: number): boolean {
	return length > 1024 && /^text\/|[/+](?:json|xml|javascript)\b/.test(type);
}

/** The best coding that an Accept-Encoding takes (RFC 9110 §12.5.3); identity when it takes none of ours. */
export function bestCoding(acceptEncoding: string | undefined): Coding {
	return acceptEncoding === undefined ? "" : codingFor(acceptEncoding);
}

const codingFor = memoize(100, (acceptEncoding): Coding => {
	const weights = new Map<string, number>();
	for (const part of acceptEncoding.toLowerCase().split(",")) {
		const [name = "", weight] = part.split(";").map((text) => text.trim());
		const q = weight === undefined ? 1 : Number(/^q=([\d.]+)$/.exec(weight)?.[1] ?? 0);
		if (name) weights.set(name === "x-gzip" ? "gzip" : name, q);
	}
	const weigh = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
	const br = weigh("br");
	const zip = weigh("gzip");
	if (br > 0 && br >= zip) return "br";
	return zip > 0 ? "gzip" : "";
});

/** Compresses a body once: equal bodies, named by their hash, are remembered within bounds. */
export type Encode = (body: Buffer, hash: string, coding: Coding, lasting: boolean) => Promise<Buffer>;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/**
 * @param most bytes remembered
 * @returns an `Encode`; `lasting` bodies (assets) are compressed as hard as brotli can, pages quickly
 */
export function encoder(most: number): Encode {
	const known = byteCache(most);
	const underWay = new Map<string, Promise<Buffer>>();
	return async (body, hash, coding, lasting) => {
		if (coding === "") return body;
		const name = `${coding} ${hash}`;
		const found = known.get(name);
		if (found) return found;
		// All who wait for a page that has just been made ask for its coding at the same moment.
		const making = underWay.get(name) ?? compress(body, coding, lasting).finally(() => underWay.delete(name));
		underWay.set(name, making);
		const made = await making;
		known.set(name, made);
		return made;
	};
}

function compress(body: Buffer, coding: Exclude<Coding, "">, lasting: boolean): Promise<Buffer> {
	if (coding === "gzip") return zip(body, { level: lasting ? 9 : 6 });
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: lasting ? 11 : 5,
		[constants.BROTLI_PARAM_SIZE_HINT]: body.length,
	};
	return brotli(body, { params });
}
