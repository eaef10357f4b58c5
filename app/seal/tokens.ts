import { createHash, randomBytes } from "node:crypto";

/** 160 random bits as 32 letters and digits (base32, lower case): safe to type and in any mail client. */
export function newToken(random: (size: number) => Buffer = randomBytes): string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
	let bits = 0n;
	for (const byte of random(20)) bits = (bits << 8n) | BigInt(byte);
	let token = "";
	for (let i = 0; i < 32; i++, bits >>= 5n) token = alphabet[Number(bits & 31n)] + token;
	return token;
}

/** What a signature keeps of the token that withdraws it: no column of another table holds the same bytes. */
export function hashForWithdrawing(token: string): Buffer | null {
	return hashToken(token) && createHash("sha256").update(`withdraw ${token.trim().toLowerCase()}`).digest();
}

/** What is stored of a token: its SHA-256, 32 bytes. Null when the text cannot be a token. */
export function hashToken(token: string): Buffer | null {
	const text = token.trim().toLowerCase();
	return /^[a-z2-7]{32}$/.test(text) ? createHash("sha256").update(text).digest() : null;
}
