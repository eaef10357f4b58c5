import { quotedPrintable } from "./quoted-printable.ts";

/** A text with gaps: `fixed` has one piece more than `names`, which say what goes between. */
export interface Gapped {
	fixed: readonly string[];
	names: readonly string[];
}

/** A mail in one language, drawn and encoded once; each recipient only fills its gaps. */
export interface Rendition {
	/** In clear: headers are too short to be worth encoding ahead. */
	subject: Gapped;
	/** Quoted-printable. */
	text: Gapped;
	html: Gapped;
}

// Private-use characters stand in no string of ours and pass React, ICU and URLs unchanged.
const OPEN = "\uE000";
const CLOSE = "\uE001";

/** Stands for a value while a mail is drawn. */
export function gap(name: string): string {
	return OPEN + name + CLOSE;
}

/** Encodes what is the same for all recipients. */
export function encodeRendition({ subject, text, html }: { subject: string; text: string; html: string }): Rendition {
	return { subject: split(subject), text: encoded(split(text)), html: encoded(split(html)) };
}

/** Fills the gaps, each value in the form that its surroundings need. */
export function fill({ fixed, names }: Gapped, value: (name: string) => string): string[] {
	return fixed.flatMap((piece, i) => {
		const name = names[i];
		return name === undefined ? [piece] : [piece, value(name)];
	});
}

function split(drawn: string): Gapped {
	const parts = drawn.split(new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`));
	return { fixed: parts.filter((_, i) => i % 2 === 0), names: parts.filter((_, i) => i % 2 === 1) };
}

function encoded({ fixed, names }: Gapped): Gapped {
	return { fixed: fixed.map(quotedPrintable), names };
}
