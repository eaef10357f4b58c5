import { createHash } from "node:crypto";
import type { Coding } from "./content-coding.ts";

/** What names a body: the same for the same bytes in every process. */
export function bodyHash(body: Buffer): string {
	return createHash("sha256").update(body).digest("base64url").slice(0, 22);
}

/** A strong entity tag (RFC 9110 §8.8.3); each coding of a body is a representation with its own. */
export function entityTag(hash: string, coding: Coding): string {
	return `"${hash}${coding && `.${coding}`}"`;
}

/**
 * Whether If-None-Match names a body, by weak comparison (RFC 9110 §13.1.2). Any coding's tag counts:
 * whoever has the page in brotli has the page.
 */
export function matchesTag(ifNoneMatch: string | undefined, hash: string): boolean {
	if (ifNoneMatch === undefined) return false;
	if (ifNoneMatch.trim() === "*") return true;
	const tags = ifNoneMatch.match(/"[^"]*"/g) ?? [];
	return tags.some((tag) => tag.slice(1, -1).replace(/\.(?:br|gzip)$/, "") === hash);
}
