import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const PERIOD_SECONDS = 30;

/** A new secret: 160 bits, as long as the hash that it keys (RFC 4226 §4, R6). */
export function newTotpSecret(): Buffer {
	return randomBytes(20);
}

/** RFC 6238 as every app has it: SHA-1, six digits, 30 seconds. */
function totpOf(secret: Buffer, label = ""): TOTP {
	const bytes = new Uint8Array(secret);
	return new TOTP({ issuer: label, label, secret: new Secret({ buffer: bytes.buffer }), period: PERIOD_SECONDS });
}

/**
 * A secret as an app takes it: the address in the QR code, and letters to type, in fours.
 * @param label what the app lists it under, on a telephone that others may look into
 */
export function totpSetup(secret: Buffer, label: string): { address: string; letters: string } {
	const totp = totpOf(secret, label);
	return { address: totp.toString(), letters: totp.secret.base32.replace(/(.{4})(?=.)/g, "$1 ") };
}

/**
 * The time step that a code belongs to: now, or one beside it (RFC 6238 §5.2), for clocks that differ.
 * @returns null when it belongs to none of them
 */
export function totpStep(secret: Buffer, typed: string, now: Date): number | null {
	const token = typed.replace(/\s/g, "");
	// The library compares bytes, and throws where other signs make more of them.
	if (!/^\d{6}$/.test(token)) return null;
	const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: 1 });
	return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}
