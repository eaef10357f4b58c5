/** Why a file is not taken as a photo; `picket.photo.refused.NAME` says it in words. */
export const refusals = [
	"missing",
	"bytes",
	"heic",
	"svg",
	"gif",
	"page",
	"unknown",
	"pixels",
	"damaged",
	"full",
] as const;
export type PhotoRefusal = (typeof refusals)[number];

/** Bytes of a file at most: what telephones make is smaller. */
export const MOST_BYTES = 12 * 1024 * 1024;

/**
 * Looks at a file's bytes before anything decodes them: JPEG (ITU-T T.81 B.1.1.3), PNG (W3C PNG §5.2) and WebP (RFC 9649
 * §2.4) go on, everything else stops here, whatever its name says. Pure.
 * @returns null for what may be decoded
 */
export function photoRefusal(bytes: Buffer): PhotoRefusal | null {
	if (bytes.length === 0) return "missing";
	if (bytes.length > MOST_BYTES) return "bytes";
	if (!isPhoto(bytes)) return otherKind(bytes);
	// A photo that is a page as well is nobody's photo.
	return holdsPage(bytes) ? "page" : null;
}

function isPhoto(bytes: Buffer): boolean {
	const has = (hex: string, at = 0) => bytes.toString("hex", at, at + hex.length / 2) === hex;
	return has("ffd8ff") || has("89504e470d0a1a0a") || (has("52494646") && has("57454250", 8));
}

/** What else people try, so that they hear what to do. */
function otherKind(bytes: Buffer): PhotoRefusal {
	const head = bytes.toString("latin1", 0, 1_024);
	// ISO/IEC 14496-12 §4.3: a box `ftyp` and its brand.
	if (/^.{4}ftyp(?:hei|hev|mif1|msf1|avi[fs])/s.test(head)) return "heic";
	if (/^GIF8[79]a/.test(head)) return "gif";
	if (/<svg[\s>]/i.test(head)) return "svg";
	return holdsPage(bytes) ? "page" : "unknown";
}

/** HTML that a browser which guesses types would run: WHATWG MIME Sniffing §7.1, wherever in the file. */
function holdsPage(bytes: Buffer): boolean {
	return /<(?:!doctype html|html[\s>]|script[\s>/]|iframe[\s>/]|body[\s>])/i.test(bytes.toString("latin1"));
}
