import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyRing, RingKey } from "#app/seal/key-ring.ts";

/** Whom a browser's cookie is for. */
export interface DeviceOwner {
	/** Of the organiser's address: in a browser that two of them share it is the last one's. */
	fingerprint: Buffer;
	/** Raised by every new password: the cookies of before are then any stranger's. */
	round: number;
}

/**
 * The cookie of a browser in which an organiser has signed in (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"). It opens nothing: its attempts are only counted apart from those of strangers.
 */
export function newDeviceCookie(keys: KeyRing, whose: DeviceOwner): string {
	const nonce = randomBytes(16);
	return `${nonce.toString("base64url")}.${mac(keys.newest, nonce, whose).toString("base64url")}`;
}

/** Which browser a cookie says, if we made it for this address, under whichever listed key; else empty: any stranger's. */
export function deviceOf(keys: KeyRing, whose: DeviceOwner, cookie: string | undefined): Buffer {
	const [nonce, proof] = (cookie ?? "").split(".").map((part) => Buffer.from(part, "base64url"));
	const known =
		nonce?.length === 16 &&
		proof?.length === 32 &&
		keys.all.some((key) => timingSafeEqual(mac(key, nonce, whose), proof));
	return known && nonce ? nonce : Buffer.alloc(0);
}

function mac(key: RingKey, nonce: Buffer, { fingerprint, round }: DeviceOwner): Buffer {
	return createHmac("sha256", key.for("device")).update(nonce).update(fingerprint).update(String(round)).digest();
}
