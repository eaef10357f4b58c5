import { bestCoding, type Encode, isCompressible } from "./content-coding.ts";
import { bodyHash, entityTag, matchesTag } from "./entity-tag.ts";
import { type Answered, type Answering, headersFor, profileOf } from "./header-profiles.ts";

/** An answer before its profile, its tag and its coding. */
export interface Reply {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string | string[]>>;
	body: Buffer;
	/** A file whose address changes with its bytes. */
	immutable?: boolean;
}

/** An answer ready to be written. */
export interface Ready {
	status: number;
	headers: Record<string, string | string[]>;
	body: Buffer;
}

/** What the request says of what its sender has and takes. */
export interface Asked extends Omit<Answered, "status" | "html"> {
	ifNoneMatch: string | undefined;
	acceptEncoding: string | undefined;
}

const yearLong = "public, max-age=31536000, immutable";

/**
 * Puts the profile's headers on a reply, and for what may be kept its entity tag, a 304 where the reader
 * has it, and a coding that the reader takes. What is personal is not compressed: a page that mixes a secret
 * with a stranger's words would give the secret away by its length (BREACH).
 */
export async function makeReady(reply: Reply, asked: Asked, site: Answering, encode: Encode): Promise<Ready> {
	const type = String(reply.headers["content-type"] ?? "");
	const answered: Answered = { ...asked, status: reply.status, html: type.startsWith("text/html") };
	const headers: Ready["headers"] = { ...headersFor(answered, site) };
	for (const name of carried) if (reply.headers[name] !== undefined) headers[titles(name)] = reply.headers[name];
	const profile = profileOf(answered);
	const cookies = reply.headers["set-cookie"];
	if (profile === "organise" && cookies) headers["Set-Cookie"] = cookies;
	if (reply.immutable) headers["Cache-Control"] = yearLong;

	const unkept = String(reply.headers["cache-control"] ?? "").includes("no-store");
	if (unkept) headers["Cache-Control"] = "private, no-store";
	if (unkept || reply.status !== 200 || profile === "personal" || profile === "organise") return whole(reply, headers);

	const hash = bodyHash(reply.body);
	const compressible = isCompressible(type, reply.body.length);
	const coding = compressible ? bestCoding(asked.acceptEncoding) : "";
	headers.ETag = entityTag(hash, coding);
	if (compressible) headers.Vary = [headers.Vary, "Accept-Encoding"].filter(Boolean).join(", ");
	if (matchesTag(asked.ifNoneMatch, hash)) {
		delete headers["Content-Type"];
		return { status: 304, headers, body: Buffer.alloc(0) };
	}
	if (coding) headers["Content-Encoding"] = coding;
	return whole({ ...reply, body: await encode(reply.body, hash, coding, reply.immutable === true) }, headers);
}

/** What an answer may say beside what its profile says; everything else a library adds stays inside. */
const carried = [
	"allow",
	"accept-encoding",
	"content-disposition",
	"content-language",
	"content-type",
	"link",
	"location",
	"retry-after",
	"www-authenticate",
	// The organisers' pages ask for it.
	"x-remix-response",
];

function titles(name: string): string {
	return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function whole({ status, body }: Reply, headers: Ready["headers"]): Ready {
	if (status === 204) return { status, headers, body: Buffer.alloc(0) };
	return { status, headers: { ...headers, "Content-Length": String(body.length) }, body };
}
