/** Crockford's base 32 without the letters that are read for another: no I, L, O, U (crockford.com/base32.html). */
export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;

/**
 * What goes into the remittance text of a bank transfer: eight random characters (40 bits) and one that checks them, so
 * that one character mistyped, or two neighbours exchanged, never make another's.
 * @param random bytes, at least five
 */
export function newReference(random: (size: number) => Buffer): string {
	let bits = random(5).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
	let text = "";
	for (let i = 0; i < LENGTH; i++, bits >>= 5n) text = ALPHABET[Number(bits & 31n)] + text;
	return text + ALPHABET[checkOf(text)];
}

/**
 * The check character of eight: what makes Σ wᵢ·vᵢ = 0 in GF(32) for weights that are the powers of a primitive element,
 * all different. A field has no zero divisors: v·w = v'·w only for v = v', and exchanging vᵢ and vⱼ changes the sum by
 * (vᵢ − vⱼ)(wᵢ − wⱼ), which is zero only where the two are equal.
 */
function checkOf(text: string): number {
	let sum = 0;
	let weight = 2;
	for (const character of text) {
		sum ^= times(ALPHABET.indexOf(character), weight);
		weight = times(weight, 2);
	}
	// The check's own weight is 1, and in a field of characteristic 2 a number is its own opposite.
	return sum;
}

/** In GF(2⁵) modulo x⁵ + x² + 1, which is primitive. */
function times(a: number, b: number): number {
	let product = 0;
	for (let bit = 0, shifted = a; bit < 5; bit++) {
		if ((b >> bit) & 1) product ^= shifted;
		shifted = shifted & 16 ? ((shifted << 1) ^ 0b100101) & 31 : shifted << 1;
	}
	return product;
}

/** A reference as it is printed: in threes. */
export function printReference(reference: string): string {
	return reference.replace(/(.{3})(?=.)/g, "$1 ");
}

/**
 * A reference as it was typed or printed by a bank: any case, spaces and hyphens, I and L for 1, O for 0.
 * @returns null where it is none, or its check character is wrong
 */
export function parseReference(typed: string): string | null {
	const text = typed.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
	if (!/^[0-9A-HJKMNP-TV-Z]{9}$/.test(text)) return null;
	return text.at(-1) === ALPHABET[checkOf(text.slice(0, LENGTH))] ? text : null;
}

/**
 * The references that a remittance text has in it, among whatever else a bank or a person wrote there, each once. Threes
 * that stand apart are put together.
 */
export function referencesIn(remittance: string): string[] {
	const words = remittance
		.toUpperCase()
		.split(/[^0-9A-Z]+/)
		.filter(Boolean);
	const found = words.flatMap((_, i) => [1, 2, 3].flatMap((n) => parseReference(words.slice(i, i + n).join("")) ?? []));
	return [...new Set(found)];
}
