import { createHmac } from "node:crypto";
import type { FingerprintKey } from "#app/seal/fingerprint.ts";
import { newToken } from "#app/seal/tokens.ts";

/**
 * What a link of a picket is for: reading it before it is listed, its host's page, taking up an invitation as a
 * co-host, the page of somebody who comes.
 */
export type LinkPurpose = "secret" | "host" | "invitation" | "attend";

/**
 * The token of a link: 160 bits of HMAC-SHA-256 under the picket's own random key. The same each time, so that a later
 * mail can link to the host's page though only hashes are stored; it ends with the key.
 * @param id of the picket (`secret`), the host's row or the RSVP (`attend`)
 * @param number of a link that can be made anew (`host`): how many of the same came before it
 */
export function linkToken(key: FingerprintKey, purpose: LinkPurpose, id: string, number = 0): string {
	const bytes = createHmac("sha256", key)
		.update(number > 0 ? `link ${purpose} ${id} ${number}` : `link ${purpose} ${id}`)
		.digest();
	return newToken((size) => bytes.subarray(0, size));
}
