import { type Face, faceFor } from "./faces.server.ts";

/** What laying out a line has to know of one letter. */
export interface Letter {
	/** Undefined where no font has it. */
	face: Face | undefined;
	/** Joiners, marks of direction and selectors of variants: they change how others look. */
	invisible: boolean;
	/** It is drawn in the font of the letter before, if that has it. */
	follows: boolean;
	/** The script whose rules join it; empty for what belongs to all. */
	script: string;
	/** It stands for itself, from left to right, whatever is beside it: its glyph. */
	alone?: number;
}

// Scripts that share a font and are joined by rules of their own.
const scripts = ["Latin", "Cyrillic", "Greek", "Arabic", "Devanagari", "Hebrew", "Thai", "Hangul"].map(
	(name) => [name, new RegExp(`\\p{Script=${name}}`, "u")] as const,
);
const standsAlone = new RegExp(
	`^[ -~\\u2010-\\u2026${["Latin", "Cyrillic", "Greek", "Han", "Hiragana", "Katakana", "Hangul", "Georgian", "Armenian"]
		.map((name) => `\\p{Script=${name}}`)
		.join("")}]$`,
	"u",
);

const known = new Map<string, Letter>();

/** What there is to know of a letter; looked up once a process, and there are only so many. */
export function letterOf(letter: string): Letter {
	let found = known.get(letter);
	if (!found) {
		found = lookUp(letter);
		known.set(letter, found);
	}
	return found;
}

function lookUp(letter: string): Letter {
	const code = letter.codePointAt(0) ?? 0;
	const face = faceFor(code);
	const invisible = /^[\p{Cf}\p{Variation_Selector}]$/u.test(letter);
	return {
		face,
		invisible,
		follows: /^[\p{M}\p{Zs}\p{P}]$/u.test(letter),
		script: scripts.find(([, has]) => has.test(letter))?.[0] ?? "",
		...(face &&
			!invisible &&
			!/\p{M}/u.test(letter) &&
			standsAlone.test(letter) && { alone: face.font.nominalGlyph(code) }),
	};
}
