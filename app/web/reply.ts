import { bestCoding, type Encode, isCompressible } from "./content-coding.ts";
import { bodyHash, entityTag, matchesTag } from "./entity-tag.ts";
import { type Answered, type Answering, headersFor, type ProfileName, profileOf } from "./header-profiles.ts";
import type { PageAddress } from "./page-address.ts";

/** An answer before its profile, its tag and its coding. */
export interface Reply {
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string | string[]>>;
	body: Buffer;
	/** A file that is written as it is made; `body` is empty. One for everybody has its `etag`. */
	stream?: ReadableStream<Uint8Array>;
	/** A file whose address changes with its bytes. */
	immutable?: boolean;
}

/** An answer that is kept for whoever asks next. */
export interface KeptReply extends Reply {
	/** Its headers are those of this address. */
	address: PageAddress;
	/** Of its body. */
	hash: string;
	/** Made as they are first asked for: by coding, and `304` for who has it. */
	forms: Map<string, Ready>;
	/** Says that there is one form more. */
	grown(): void;
}

/** An answer ready to be written. */
export interface Ready {
	status: number;
	/** Names and values in turn, as node writes them most quickly. */
	headers: string[];
	body: Buffer;
	stream?: ReadableStream<Uint8Array>;
}

/** What the request says of what its sender has and takes. */
export interface Asked extends Omit<Answered, "status" | "html"> {
	ifNoneMatch: string | undefined;
	acceptEncoding: string | undefined;
}

/** Profiles of what is for one reader. */
const theirs: ReadonlySet<ProfileName> = new Set<ProfileName>(["personal", "organise", "framed"]);
const yearLong = "public, max-age=31536000, immutable";

/** Dresses a reply for whoever asked; what is kept is dressed once for each form in which it is asked for. */
export async function makeReady(
	reply: Reply | KeptReply,
	asked: Asked,
	site: Answering,
	encode: Encode,
): Promise<Ready> {
	if (!("forms" in reply)) return dress(reply, asked, site, encode);
	const { ifNoneMatch, acceptEncoding } = asked;
	const known = knownForm(reply, ifNoneMatch, acceptEncoding);
	if (known) return known;
	const plain = { ...asked, ...reply.address, acceptEncoding: bestCoding(acceptEncoding) };
	const made = await dress(reply, plain, site, encode);
	reply.forms.set(formName(reply, ifNoneMatch, acceptEncoding), made);
	reply.grown();
	return made;
}

/** The form of a kept answer that fits what the request says, if it has been made. */
export function knownForm(
	reply: KeptReply,
	ifNoneMatch: string | undefined,
	acceptEncoding: string | undefined,
): Ready | undefined {
	return reply.forms.get(formName(reply, ifNoneMatch, acceptEncoding));
}

function formName({ status, hash }: KeptReply, ifNoneMatch: string | undefined, acceptEncoding: string | undefined) {
	const coding = bestCoding(acceptEncoding);
	return status === 200 && matchesTag(ifNoneMatch, hash) ? `304 ${coding}` : coding;
}

type Named = Record<string, string | string[]>;

/**
 * Puts the profile's headers on a reply, and for what may be kept its entity tag, a 304 where the reader
 * has it, and a coding that the reader takes. What is personal is not compressed: a page that mixes a secret
 * with a stranger's words would give the secret away by its length (BREACH).
 */
async function dress(reply: Reply, asked: Asked, site: Answering, encode: Encode): Promise<Ready> {
	const type = String(reply.headers["content-type"] ?? "");
	const answered: Answered = { ...asked, status: reply.status, html: type.startsWith("text/html") };
	const headers: Named = { ...headersFor(answered, site) };
	for (const name of carried) if (reply.headers[name] !== undefined) headers[titles(name)] = reply.headers[name];
	const profile = profileOf(answered);
	const cookies = reply.headers["set-cookie"];
	if (profile === "organise" && cookies) headers["Set-Cookie"] = cookies;
	if (reply.immutable) headers["Cache-Control"] = yearLong;

	const unkept = String(reply.headers["cache-control"] ?? "").includes("no-store");
	if (unkept) headers["Cache-Control"] = "private, no-store";
	if (unkept || reply.status !== 200 || theirs.has(profile)) return whole(reply, headers);

	if (reply.stream) return streamed(reply, headers, asked.ifNoneMatch);
	const hash = bodyHash(reply.body);
	const compressible = isCompressible(type, reply.body.length);
	const coding = compressible ? bestCoding(asked.acceptEncoding) : "";
	headers.ETag = entityTag(hash, coding);
	if (compressible) headers.Vary = [headers.Vary, "Accept-Encoding"].filter(Boolean).join(", ");
	if (matchesTag(asked.ifNoneMatch, hash)) {
		delete headers["Content-Type"];
		return { status: 304, headers: inTurn(headers), body: Buffer.alloc(0) };
	}
	if (coding) headers["Content-Encoding"] = coding;
	return whole({ ...reply, body: await encode(reply.body, hash, coding, reply.immutable === true) }, headers);
}

/** A file for everybody as it is made, or nothing for who has it: its version is named before its bytes are there. */
async function streamed(reply: Reply, headers: Named, ifNoneMatch: string | undefined): Promise<Ready> {
	const tag = String(reply.headers.etag ?? "");
	headers.ETag = tag;
	if (!matchesTag(ifNoneMatch, tag.slice(1, -1))) return whole(reply, headers);
	await reply.stream?.cancel();
	delete headers["Content-Type"];
	return { status: 304, headers: inTurn(headers), body: Buffer.alloc(0) };
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

function whole({ status, body, stream }: Reply, headers: Named): Ready {
	if (stream) return { status, headers: inTurn(headers), body, stream };
	if (status === 204) return { status, headers: inTurn(headers), body: Buffer.alloc(0) };
	return { status, headers: inTurn({ ...headers, "Content-Length": String(body.length) }), body };
}

function inTurn(headers: Named): string[] {
	return Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]));
}
