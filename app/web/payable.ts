import { checksOut } from "./iban.ts";

/** Letters and digits that no word and no number of a sentence has in a row: addresses of crypto money have 26 and more. */
const WALLET = /[A-Za-z0-9]{26,}/g;
/** What people and banks put between the digits of a number. */
const BETWEEN = /[\s\u00a0\u2007\u2009\u202f\u00ad\u200b-\u200d\u2060._/-]/gu;

/**
 * Whether a text names somewhere to pay to: an account or a card (13 digits and more, however they are parted), an IBAN of
 * any country (ISO 13616-1, by its check digits), a wallet, a mail address or a link. What a fund says of itself has none: the
 * account that givers are shown is settled by two people, and stands in its own place.
 */
export function isPayable(text: string): boolean {
	const plain = text.normalize("NFKC");
	const joined = plain.replace(BETWEEN, "");
	return (
		/\p{Nd}{13}/u.test(joined) ||
		hasIban(joined.toUpperCase()) ||
		(plain.match(WALLET) ?? []).some((run) => /\d/.test(run) && /[A-Za-z]/.test(run)) ||
		/\S@\S|https?:|www\.|\.(?:com|me|org|net|io)\b/i.test(plain)
	);
}

/** Fewer digits has no country's IBAN; a sentence with a year has fewer. */
const DIGITS = 8;

function hasIban(joined: string): boolean {
	for (const { index } of joined.matchAll(/(?=[A-Z]{2}\d{2}[A-Z0-9]{11})/g)) {
		const [run = ""] = /^[A-Z0-9]{15,34}/.exec(joined.slice(index)) ?? [];
		for (let length = 15; length <= run.length; length++) {
			const one = run.slice(0, length);
			if (one.replace(/\D/g, "").length >= DIGITS && checksOut(one)) return true;
		}
	}
	return false;
}
