import { createHmac, randomBytes } from "node:crypto";
import { getDomain } from "tldts";
import { canonicalAddress } from "./canonical-address.ts";
import type { KeyRing } from "./key-ring.ts";
import { domainOf } from "./large-providers.ts";
import { isPublicProvider } from "./public-providers.ts";
import { openBytes, type Place, sealBytes } from "./seal.ts";

/** The random 256-bit key of one petition, campaign or the installation. */
export type FingerprintKey = Buffer;

/** Makes a key and its sealed form, for the column that `place` names. */
export function newFingerprintKey(ring: KeyRing, place: Place): Buffer {
	return sealBytes(ring, place, randomBytes(32));
}

/** Opens the key of one petition, campaign or the installation. */
export function openFingerprintKey(ring: KeyRing, place: Place, sealed: Buffer): FingerprintKey {
	return openBytes(ring, place, sealed);
}

/** HMAC-SHA-256 of the canonical address: the same mailbox gives the same 32 bytes under one key, and nothing under another. */
export function fingerprint(key: FingerprintKey, address: string): Buffer {
	return createHmac("sha256", key).update(canonicalAddress(address)).digest();
}

/**
 * HMAC-SHA-256 of the domain that its owner registered (Public Suffix List), so that one owner's
 * sub-domains are one. Null for a provider with whom anybody can have a mailbox: it would tell nothing.
 * @param address or a domain alone
 */
export function domainFingerprint(key: FingerprintKey, address: string): Buffer | null {
	const domain = domainOf(address);
	const registered = getDomain(domain) ?? domain;
	if (isPublicProvider(domain) || isPublicProvider(registered)) return null;
	return createHmac("sha256", key).update(`domain ${registered}`).digest();
}
