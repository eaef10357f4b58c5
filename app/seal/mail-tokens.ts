import { type Cipher, createCipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { base32, fromBase32 } from "./base32.ts";
import type { KeyRing, RingKey } from "./key-ring.ts";

/** What a token of a mail stands for; one never reads as another. */
type Use = "unsubscribe" | "verp" | "message-id";

/** The delivery that a token is of, and whether it went to an address. */
export interface TokenOfDelivery {
	deliveryId: number;
	/** Whether the mail went to this address, by its fingerprint: who has one mail's token cannot report another's address. */
	isTo(fingerprint: Buffer): boolean;
}

// Payload and tag together fill whole groups of five bytes: no letter has spare bits, so no altered token reads the same.
const UUID_TAG = 14;
const NUMBER_TAG = 12;
const NUMBER = 5;
const CHECK = 3;

/**
 * The token of one subscription, for `/u/{token}` and `/{l}/mail/{token}`: 48 small letters and digits, always the same
 * under one key. No row keeps it: it is good while the subscription is there and its key is listed.
 * @param subscriptionId a uuid
 */
export function unsubscribeToken(keys: KeyRing, subscriptionId: string): string {
	return write(keys.newest, "unsubscribe", Buffer.from(subscriptionId.replaceAll("-", ""), "hex"), UUID_TAG);
}

/** The subscription that a token of `unsubscribeToken` stands for, under any listed key; null for anything else. */
export function readUnsubscribeToken(keys: KeyRing, token: string): string | null {
	const hex = read(keys, "unsubscribe", token, UUID_TAG, 16)?.toString("hex");
	return hex ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
}

/**
 * The token of one delivery in its return path, `b+TOKEN@BOUNCE_HOST` (variable envelope return path): 32 small letters
 * and digits. It hides the delivery's number, which would tell how many mails there have been.
 * @param deliveryId below 2^40
 * @param fingerprint of the address that the mail goes to, under the installation's address key
 */
export function verpToken(keys: KeyRing, deliveryId: number, fingerprint: Buffer): string {
	return write(keys.newest, "verp", numbered(deliveryId, fingerprint), NUMBER_TAG);
}

/** The delivery that a token of `verpToken` stands for, under any listed key; null for anything else. */
export function readVerpToken(keys: KeyRing, token: string): TokenOfDelivery | null {
	return delivery(read(keys, "verp", token, NUMBER_TAG, NUMBER + CHECK));
}

/** The token of one delivery in its Message-ID: the same at every attempt, another than the one in its return path. */
export function messageIdToken(keys: KeyRing, deliveryId: number, fingerprint: Buffer): string {
	return write(keys.newest, "message-id", numbered(deliveryId, fingerprint), NUMBER_TAG);
}

/** The delivery that a token of `messageIdToken` stands for, under any listed key; null for anything else. */
export function readMessageIdToken(keys: KeyRing, token: string): TokenOfDelivery | null {
	return delivery(read(keys, "message-id", token, NUMBER_TAG, NUMBER + CHECK));
}

/** A tag over the payload, then the payload hidden under the tag: deterministic, like the synthetic IV of RFC 5297. */
function write(key: RingKey, use: Use, payload: Buffer, tagSize: number): string {
	const { tag, mask } = ciphersOf(key, use);
	const tagged = one(tag, payload).subarray(0, tagSize);
	return base32(Buffer.concat([tagged, xor(payload, one(mask, tagged))]));
}

function read(keys: KeyRing, use: Use, token: string, tagSize: number, payloadSize: number): Buffer | null {
	const bytes = fromBase32(token.trim().toLowerCase());
	if (bytes?.length !== tagSize + payloadSize) return null;
	const tagged = bytes.subarray(0, tagSize);
	for (const key of keys.all) {
		const { tag, mask } = ciphersOf(key, use);
		const payload = xor(bytes.subarray(tagSize), one(mask, tagged));
		if (timingSafeEqual(one(tag, payload).subarray(0, tagSize), tagged)) return payload;
	}
	return null;
}

interface Ciphers {
	tag: Cipher;
	mask: Cipher;
}
const ciphers = new WeakMap<RingKey, Map<Use, Ciphers>>();

/**
 * AES-256 of single blocks under keys of their own for each use: a pseudo-random function of 16 bytes at a fifth of an
 * HMAC's price, of which every mail of a million would need four.
 */
function ciphersOf(key: RingKey, use: Use): Ciphers {
	const known = ciphers.get(key) ?? new Map<Use, Ciphers>();
	ciphers.set(key, known);
	let made = known.get(use);
	if (!made) {
		const derived = (part: string) => createHmac("sha256", key.for("mail-token")).update(`${use} ${part}`).digest();
		const cipher = (part: string) => createCipheriv("aes-256-ecb", derived(part), null).setAutoPadding(false);
		made = { tag: cipher("tag"), mask: cipher("mask") };
		known.set(use, made);
	}
	return made;
}

/** One block of at most 16 bytes, filled up with zeros: all of one use have one length. */
function one(cipher: Cipher, bytes: Buffer): Buffer {
	const block = Buffer.alloc(16);
	bytes.copy(block);
	return cipher.update(block);
}

function xor(bytes: Buffer, mask: Buffer): Buffer {
	const mixed = Buffer.from(bytes);
	for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] ?? 0) ^ (mask[i] ?? 0);
	return mixed;
}

function numbered(id: number, fingerprint: Buffer): Buffer {
	const bytes = Buffer.alloc(NUMBER + CHECK);
	bytes.writeUIntBE(id, 0, NUMBER);
	fingerprint.copy(bytes, NUMBER, 0, CHECK);
	return bytes;
}

function delivery(bytes: Buffer | null): TokenOfDelivery | null {
	return (
		bytes && {
			deliveryId: bytes.readUIntBE(0, NUMBER),
			isTo: (fingerprint) => bytes.subarray(NUMBER).equals(fingerprint.subarray(0, CHECK)),
		}
	);
}
