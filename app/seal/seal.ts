import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyRing } from "./key-ring.ts";

// Version (1 byte), nonce (12), AES-256-GCM ciphertext, tag (16): NIST SP 800-38D.
const NONCE = 12;
const TAG = 16;
// Lengths would tell who gave a name or ticked a box; JSON does not mind trailing spaces.
const BLOCK = 128;

/** Where a sealed value stands. A value moved to another row or table does not open. */
export type Place = `${string}/${string | number}`;

/** Seals a JSON value for one row under the newest key. */
export function seal(ring: KeyRing, place: Place, value: unknown): Buffer {
	const json = Buffer.from(JSON.stringify(value));
	const padded = Buffer.alloc(Math.ceil(json.length / BLOCK) * BLOCK, " ");
	json.copy(padded);
	return sealBytes(ring, place, padded);
}

/**
 * Opens what `seal` sealed for the same place.
 * @throws KeyRingError when its key is not listed; an Error when a byte or the place differs
 */
export function open<Value>(ring: KeyRing, place: Place, sealed: Buffer): Value {
	return JSON.parse(openBytes(ring, place, sealed).toString());
}

/** As `seal`, for keys and other bytes. */
export function sealBytes(ring: KeyRing, place: Place, bytes: Buffer): Buffer {
	const { version } = ring.newest;
	const nonce = randomBytes(NONCE);
	const cipher = createCipheriv("aes-256-gcm", ring.newest.for("seal"), nonce).setAAD(aad(version, place));
	return Buffer.concat([Buffer.of(version), nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** As `open`, for keys and other bytes. */
export function openBytes(ring: KeyRing, place: Place, sealed: Buffer): Buffer {
	if (sealed.length < 1 + NONCE + TAG) throw new Error("a sealed value is too short");
	const version = sealed.readUInt8(0);
	const nonce = sealed.subarray(1, 1 + NONCE);
	const decipher = createDecipheriv("aes-256-gcm", ring.of(version).for("seal"), nonce, { authTagLength: TAG })
		.setAAD(aad(version, place))
		.setAuthTag(sealed.subarray(-TAG));
	return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]);
}

function aad(version: number, place: Place): Buffer {
	return Buffer.from(`yntymaq/${version}/${place}`);
}
