// One less than RFC 2045 §6.7 allows, so that a soft break always fits behind.
const LONGEST = 75;
const PLAIN_LINES = /.{1,75}/g;

/**
 * Quoted-printable (RFC 2045 §6.7) of a piece of UTF-8 text, beginning at the start of a line:
 * line breaks of any kind become CRLF, no line passes 75, white space at an end is encoded. The
 * piece may be followed by a soft break and another piece.
 */
export function quotedPrintable(text: string): string {
	return text
		.split(/\r\n|\r|\n/)
		.map(encodeLine)
		.join("\r\n");
}

/** Pieces of quoted-printable text put in a row: a soft break between two, so that neither is rewrapped. */
export function joinPieces(pieces: readonly string[]): string {
	return pieces.filter((piece) => piece !== "").join("=\r\n");
}

function encodeLine(line: string): string {
	// Most values, and every link: nothing to encode.
	if (/^[!-<>-~]*$/.test(line)) return line.length <= LONGEST ? line : (line.match(PLAIN_LINES) ?? []).join("=\r\n");
	// One character a unit: a soft break never cuts a character, which some readers decode line by line.
	const units = Array.from(line, (char) => (/[!-<>-~ \t]/.test(char) ? char : escaped(char)));
	const last = units.length - 1;
	// White space at the end of a line gets lost on the way.
	if (units[last] === " " || units[last] === "\t") units[last] = escaped(units[last]);
	return wrap(units);
}

function escaped(char: string): string {
	let out = "";
	for (const byte of Buffer.from(char)) out += `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
	return out;
}

function wrap(units: readonly string[]): string {
	let out = "";
	let column = 0;
	for (const unit of units) {
		if (column + unit.length > LONGEST) {
			out += "=\r\n";
			column = 0;
		}
		out += unit;
		column += unit.length;
	}
	return out;
}
