import { createHmac } from "node:crypto";
import type { KeyRing } from "#app/seal/key-ring.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The Message-ID of one delivery, brackets included (RFC 5322 §3.6.4): the same at every attempt,
 * so that a mail accepted twice is seen once; it tells nothing to who lacks the key.
 * @param domain of the sender
 */
export function messageId(ring: KeyRing, deliveryId: number, domain: string): string {
	const hmac = createHmac("sha256", ring.newest.for("message-id")).update(String(deliveryId)).digest();
	return `<${base32(hmac.subarray(0, 20))}@${domain}>`;
}

function base32(bytes: Buffer): string {
	let bits = BigInt(`0x${bytes.toString("hex")}`);
	let text = "";
	for (let i = 0; i < (bytes.length * 8) / 5; i++, bits >>= 5n) text = ALPHABET[Number(bits & 31n)] + text;
	return text;
}
