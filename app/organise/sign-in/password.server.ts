import { hash, verify } from "@node-rs/argon2";
import { commonest } from "./commonest-passwords.ts";

/**
 * Argon2id (RFC 9106) as OWASP's Password Storage Cheat Sheet asks at least: 19 MiB, two passes, one lane; 2 is the
 * library's `Algorithm.Argon2id`. Ten people who sign in at once cost 190 MiB.
 */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** NIST SP 800-63B-4 §3.1.1: length counts, composition does not; long enough for a sentence, bounded for our sake. */
export const shortest = 12;
const longest = 256;

/** What is wrong with a new password. */
export type PasswordFault = "short" | "long" | "common" | "near";

/** The form of a password that is hashed: NFC, so that it is one on every keyboard (RFC 8265 §4.2). */
function prepared(password: string): string {
	return password.normalize("NFC");
}

/**
 * Looks at a new password: characters as people count them; null when it is in order.
 * @param near what `nearWords` gives
 */
export function passwordFault(password: string, near: readonly string[] = []): PasswordFault | null {
	const text = password.length > 4 * longest ? password : prepared(password);
	if ([...text].length > longest) return "long";
	if ([...text].length < shortest) return "short";
	if (isCommon(text)) return "common";
	return isNear(text, near) ? "near" : null;
}

/** Letters and digits that a guess must still find where the rest is what anybody knows. */
const enoughOfOnesOwn = 8;

function isNear(text: string, near: readonly string[]): boolean {
	const plain = lettersOf(text);
	const own = [...near].sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ""), plain);
	return own !== plain && [...own].length < enoughOfOnesOwn;
}

function lettersOf(text: string): string {
	return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** One character or one common word over and over is as quickly guessed as the word. */
function isCommon(text: string): boolean {
	const plain = lettersOf(text);
	return commonest.has(plain) || /^(.{1,8}?)\1+$/su.test(plain) || plain.length < 4;
}

/** What is stored of a password, with its own salt, in PHC form. */
export function hashPassword(password: string): Promise<string> {
	return hash(prepared(password), parameters);
}

// A hash that no password has been chosen for, so that an unknown address costs the same work as a known one.
const nobody = hash(Buffer.from(crypto.getRandomValues(new Uint8Array(32))), parameters);

/** Whether a password is the one that was hashed. Takes as long when there is none. */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
	const right = await verify(stored ?? (await nobody), prepared(password.slice(0, 4 * longest)));
	return right && typeof stored === "string";
}
