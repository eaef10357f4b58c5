import { hkdfSync } from "node:crypto";

/** What one secret is used for; a key never serves two purposes. */
export type Purpose = "seal" | "mail-token" | "proof" | "device";

/** One version of the installation's secret, with its keys derived by HKDF-SHA-256 (RFC 5869). */
export interface RingKey {
	version: number;
	for(purpose: Purpose): Buffer;
}

/** SECRET_KEYS as it is used: the newest seals, every listed one opens. */
export interface KeyRing {
	newest: RingKey;
	all: readonly RingKey[];
	/** @throws KeyRingError when the version is not listed */
	of(version: number): RingKey;
}

/** SECRET_KEYS cannot be read, or lack a version that is needed: one line for the operator, no stack. */
export class KeyRingError extends Error {}

/**
 * Reads `2:BASE64,1:BASE64`: versions 1–255, 32 random bytes each, the newest first.
 * @throws KeyRingError with one line for the operator
 */
export function readKeyRing(text: string): KeyRing {
	const all = text.split(",").map(readKey);
	const [newest] = all;
	if (!newest) throw new KeyRingError("SECRET_KEYS is empty");
	const byVersion = new Map(all.map((key) => [key.version, key]));
	if (byVersion.size !== all.length) throw new KeyRingError("SECRET_KEYS lists a version twice");
	return {
		newest,
		all,
		of(version) {
			const key = byVersion.get(version);
			if (!key) throw new KeyRingError(`SECRET_KEYS lacks version ${version}, which is in use: put it back`);
			return key;
		},
	};
}

function readKey(text: string): RingKey {
	const match = /^\s*(\d{1,3}):([A-Za-z0-9+/_-]{43,44}=?)\s*$/.exec(text);
	const version = Number(match?.[1]);
	const secret = Buffer.from(match?.[2] ?? "", "base64");
	if (!match || version < 1 || version > 255 || secret.length !== 32)
		throw new KeyRingError("SECRET_KEYS is a list like 2:BASE64,1:BASE64 of 32 random bytes each, the newest first");
	const derived = new Map<Purpose, Buffer>();
	return {
		version,
		for(purpose) {
			let key = derived.get(purpose);
			if (!key) {
				key = Buffer.from(hkdfSync("sha256", secret, "yntymaq", purpose, 32));
				derived.set(purpose, key);
			}
			return key;
		},
	};
}
