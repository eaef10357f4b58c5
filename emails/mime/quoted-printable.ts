// One less than RFC 2045 §6.7 allows, so that a soft break always fits behind.
const LONGEST = 75;
// White space at the end of a line gets lost on the way; within one it stands as it is.
const PLAIN = /^(?:[ -<>-~]*[!-<>-~])?$/;
const ONE_WORD = /^[!-<>-~]*$/;
const escapes = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`);

/** Ends a line of the encoding where the text has none. */
export const SOFT_BREAK = "=\r\n";

/**
 * Quoted-printable (RFC 2045 §6.7) of a piece of UTF-8 text, beginning at the start of a line:
 * line breaks of any kind become CRLF, no line passes 75, white space at an end is encoded. The
 * piece may be followed by a soft break and another piece.
 */
export function quotedPrintable(text: string): string {
	// Every link, and most other values: nothing to encode.
	if (text.length <= LONGEST ? PLAIN.test(text) : ONE_WORD.test(text)) return wrapped(text);
	return text
		.split(/\r\n|\r|\n/)
		.map(encodeLine)
		.join("\r\n");
}

/** What needs no encoding, cut where a line is full. */
function wrapped(word: string): string {
	let out = word.slice(0, LONGEST);
	for (let at = LONGEST; at < word.length; at += LONGEST) out += SOFT_BREAK + word.slice(at, at + LONGEST);
	return out;
}

function encodeLine(line: string): string {
	if (ONE_WORD.test(line)) return wrapped(line);
	// One character a unit: a soft break never cuts a character, which some readers decode line by line.
	const units = Array.from(line, (char) => (/[!-<>-~ \t]/.test(char) ? char : escaped(char)));
	const last = units.length - 1;
	if (units[last] === " " || units[last] === "\t") units[last] = escaped(units[last]);
	return wrap(units);
}

function escaped(char: string): string {
	let out = "";
	for (const byte of Buffer.from(char)) out += escapes[byte];
	return out;
}

function wrap(units: readonly string[]): string {
	let out = "";
	let column = 0;
	for (const unit of units) {
		if (column + unit.length > LONGEST) {
			out += SOFT_BREAK;
			column = 0;
		}
		out += unit;
		column += unit.length;
	}
	return out;
}
