// Without e: spam filters count Latin ones beside Cyrillic letters that look the same (SpamAssassin's MIXED_ES).
const ALPHABET = "abcdfghijklmnopqrstuvwxyz2345678";

/**
 * Base32 in an alphabet of our own, else as RFC 4648 §6 has it: small letters, without padding. Of whole groups of five
 * bytes it is exact.
 */
export function base32(bytes: Buffer): string {
	let text = "";
	let held = 0;
	let bits = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
		held &= 31;
	}
	return text;
}

/** The bytes that a text of `base32` stands for; null when a letter is none of its alphabet. */
export function fromBase32(text: string): Buffer | null {
	const bytes: number[] = [];
	let held = 0;
	let bits = 0;
	for (const letter of text) {
		const five = ALPHABET.indexOf(letter);
		if (five < 0) return null;
		held = ((held << 5) | five) & 0xfff;
		bits += 5;
		if (bits < 8) continue;
		bits -= 8;
		bytes.push((held >> bits) & 255);
	}
	return Buffer.from(bytes);
}
