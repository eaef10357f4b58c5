import { quotedPrintable, SOFT_BREAK } from "./quoted-printable.ts";

/** A text with gaps: `fixed` has one piece more than `names`, which say what goes between. */
export interface Gapped {
	fixed: readonly string[];
	names: readonly string[];
}

/** A mail in one language, drawn and encoded once; each recipient only fills its gaps. */
export interface Rendition {
	/** In clear: headers are too short to be worth encoding ahead. */
	subject: Gapped;
	/** Quoted-printable, with the soft breaks that set off a value. */
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
export function fill(
	{ fixed, names }: Gapped,
	values: Readonly<Record<string, string>>,
	form: (value: string) => string,
): string {
	let text = fixed[0] ?? "";
	for (let i = 0; i < names.length; i++) text += form(values[names[i] ?? ""] ?? "") + (fixed[i + 1] ?? "");
	return text;
}

function split(drawn: string): Gapped {
	const parts = drawn.split(new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`));
	return { fixed: parts.filter((_, i) => i % 2 === 0), names: parts.filter((_, i) => i % 2 === 1) };
}

/** Sets every gap off by soft line breaks, so that no value is rewrapped with what stands beside it. */
function encoded({ fixed, names }: Gapped): Gapped {
	const last = fixed.length - 1;
	const setOff = (text: string, i: number) => {
		const piece = oneByte(quotedPrintable(text));
		if (piece === "") return i === 0 || i === last ? "" : SOFT_BREAK;
		return (i === 0 ? "" : SOFT_BREAK) + piece + (i === last ? "" : SOFT_BREAK);
	};
	return { fixed: fixed.map(setOff), names };
}

/** The same ASCII text, kept by V8 as one byte a character: what was cut out of Cyrillic has two, and is slow to send. */
function oneByte(text: string): string {
	return Buffer.from(text).toString("latin1");
}
