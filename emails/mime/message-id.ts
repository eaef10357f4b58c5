import type { KeyRing } from "#app/seal/key-ring.ts";
import { messageIdToken, readMessageIdToken, type TokenOfDelivery } from "#app/seal/mail-tokens.ts";

/**
 * The Message-ID of one delivery, brackets included (RFC 5322 §3.6.4): the same at every attempt,
 * so that a mail accepted twice is seen once; it tells nothing to who lacks the key.
 * @param fingerprint of the address that the mail goes to, under the installation's address key
 * @param domain of the sender
 */
export function messageId(keys: KeyRing, deliveryId: number, fingerprint: Buffer, domain: string): string {
	return `<${messageIdToken(keys, deliveryId, fingerprint)}@${domain}>`;
}

/** The delivery that a Message-ID is of, with its brackets or without; null when we did not make it. */
export function readMessageId(keys: KeyRing, text: string): TokenOfDelivery | null {
	const local = /^<?([a-df-z2-8]{32})@[^@]*$/i.exec(text.trim())?.[1];
	return local ? readMessageIdToken(keys, local) : null;
}
