import { createHmac } from "node:crypto";
import type { KeyRing } from "#app/seal/key-ring.ts";

/**
 * The Message-ID of one delivery, brackets included (RFC 5322 §3.6.4): the same at every attempt,
 * so that a mail accepted twice is seen once; it tells nothing to who lacks the key.
 * @param domain of the sender
 */
export function messageId(ring: KeyRing, deliveryId: number, domain: string): string {
	const hmac = createHmac("sha256", ring.newest.for("message-id")).update(String(deliveryId)).digest("hex");
	return `<${hmac.slice(0, 40)}@${domain}>`;
}
