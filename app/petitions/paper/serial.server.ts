import { randomSigns, signs } from "../signs.server.ts";

/** Signs before the check. */
const LENGTH = 7;

/**
 * A serial for a sheet of paper: `k4pm-9x2t`. Seven random signs, so that nobody can count on which there are, and a
 * check: one sign mistaken, or two neighbours changed over, is never another serial (weighted sum modulo a prime, as in
 * ISBN-10, ISO 2108).
 */
export function newSerial(): string {
	const body = randomSigns(LENGTH);
	return printed(body + checkOf(body));
}

/** The serial that somebody typed, with or without its hyphen, in any case; undefined where it cannot be one. */
export function readSerial(typed: string): string | undefined {
	const plain = typed.toLowerCase().replace(/[\s-]/g, "").replace(/[il]/g, "1");
	if (plain.length !== LENGTH + 1 || ![...plain].every((sign) => signs.includes(sign))) return undefined;
	return checkOf(plain.slice(0, LENGTH)) === plain[LENGTH] ? printed(plain) : undefined;
}

function checkOf(body: string): string {
	const sum = [...body].reduce((total, sign, i) => total + (i + 2) * signs.indexOf(sign), 0);
	return signs[sum % signs.length] ?? "";
}

const printed = (plain: string) => `${plain.slice(0, 4)}-${plain.slice(4)}`;
