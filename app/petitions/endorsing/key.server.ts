import { createHmac } from "node:crypto";
import { type FingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { newToken } from "#app/seal/tokens.ts";

/**
 * The key of a petition's endorsements, made from the petition's own (HMAC-SHA-256 as a key derivation): the fingerprint of a
 * branch's address equals no signature's, and it all ends with that one key.
 * @param sealed `petitions.key_sealed`
 */
export function endorsementKey(ring: KeyRing, petition: string, sealed: Buffer): FingerprintKey {
	const key = openFingerprintKey(ring, `petitions/${petition}`, sealed);
	return createHmac("sha256", key).update("endorsements").digest();
}

/** The token of a body's own page: the same each time, so that a later mail can link to it though only its hash is stored. */
export function branchToken(key: FingerprintKey, endorsementId: string): string {
	const bytes = createHmac("sha256", key).update(`page ${endorsementId}`).digest();
	return newToken((size) => bytes.subarray(0, size));
}
