import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyRing, RingKey } from "#app/seal/key-ring.ts";

/**
 * The cookie of a browser in which an organiser has signed in (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"). It opens nothing: its attempts are only counted apart from those of strangers.
 * @param fingerprint of the organiser's address: in a browser that two of them share it is the last one's
 */
export function newDeviceCookie(keys: KeyRing, fingerprint: Buffer): string {
	const nonce = randomBytes(16);
	return `${nonce.toString("base64url")}.${mac(keys.newest, nonce, fingerprint).toString("base64url")}`;
}

/** Which browser a cookie says, if we made it for this address, under whichever listed key; else empty: any stranger's. */
export function deviceOf(keys: KeyRing, fingerprint: Buffer, cookie: string | undefined): Buffer {
	const [nonce, proof] = (cookie ?? "").split(".").map((part) => Buffer.from(part, "base64url"));
	const known =
		nonce?.length === 16 &&
		proof?.length === 32 &&
		keys.all.some((key) => timingSafeEqual(mac(key, nonce, fingerprint), proof));
	return known && nonce ? nonce : Buffer.alloc(0);
}

function mac(key: RingKey, nonce: Buffer, fingerprint: Buffer): Buffer {
	return createHmac("sha256", key.for("device")).update(nonce).update(fingerprint).digest();
}
