/** Characters of an IBAN by country of the SEPA area and of those from which gifts to one often come (ISO 13616 registry, SWIFT). */
const lengths: Readonly<Record<string, number>> = {
	AD: 24,
	AT: 20,
	BE: 16,
	BG: 22,
	CH: 21,
	CY: 28,
	CZ: 24,
	DE: 22,
	DK: 18,
	EE: 20,
	ES: 24,
	FI: 18,
	FR: 27,
	GB: 22,
	GE: 22,
	GI: 23,
	GR: 27,
	HR: 21,
	HU: 28,
	IE: 22,
	IS: 26,
	IT: 27,
	LI: 21,
	LT: 20,
	LU: 20,
	LV: 21,
	MC: 27,
	MD: 24,
	ME: 22,
	MT: 31,
	NL: 18,
	NO: 15,
	PL: 28,
	PT: 25,
	RO: 24,
	RS: 22,
	SE: 24,
	SI: 19,
	SK: 24,
	SM: 27,
	TR: 26,
	UA: 29,
	VA: 22,
};

/** The countries whose account numbers are known here, by code. */
export const ibanCountries: readonly string[] = Object.keys(lengths);

/**
 * An account number as a person types it, in its electronic form (ISO 13616-1): no spaces, capitals.
 * @returns null where its country, its length or its check digits (ISO 7064, MOD 97-10) are wrong
 */
export function parseIban(typed: string): string | null {
	const iban = typed.replace(/[\s\u00a0-]/g, "").toUpperCase();
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return null;
	return iban.length === lengths[iban.slice(0, 2)] && checksOut(iban) ? iban : null;
}

/** Whether the check digits of an account number in its electronic form are right, whatever its country. */
export function checksOut(iban: string): boolean {
	return remainder97(iban) === 1;
}

/** The IBAN turned round and read as one number, letters as 10 to 35, modulo 97; piece by piece, as it has up to 60 digits. */
function remainder97(iban: string): number {
	let rest = 0;
	for (const character of iban.slice(4) + iban.slice(0, 4)) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest;
}

/** An IBAN in groups of four, as it is printed (ISO 13616-1, annex). */
export function printIban(iban: string): string {
	return iban.replace(/(.{4})(?=.)/g, "$1 ");
}
