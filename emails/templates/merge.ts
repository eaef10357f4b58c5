import { encodeRendition, gap, type Rendition } from "../mime/rendition.ts";

/** What a mailing's text may hold for each reader, as `{{unsubscribe}}`. */
export const mergeTokens = ["unsubscribe", "preferences"] as const;
export type MergeToken = (typeof mergeTokens)[number];

const NAME = `\\{\\{(${mergeTokens.join("|")})\\}\\}`;
// The whole address of a link, its whole label, or words by themselves: never a part of another address, which would give every reader's
// token to whoever it leads to. No address holds a space.
const TOKEN = new RegExp(`(?<= href=")${NAME}(?=")|(?<=>)${NAME}(?=</a>)|(?<=^|\\s\\(?)${NAME}`, "gm");

/** How a token is written in a text. */
export const tokenFor = (name: MergeToken): string => `{{${name}}}`;

/** Encodes a stored rendition once, with a gap for each token; in the subject there is none. */
export function readRendition({ subject, text, html }: { subject: string; text: string; html: string }): Rendition {
	const gapped = (drawn: string) =>
		drawn.replace(TOKEN, (_, ...names: (MergeToken | undefined)[]) => gap(nameOf(names)));
	return encodeRendition({ subject, text: gapped(text), html: gapped(html) });
}

/** A stored text as one reader sees it, for a preview. @param form how a value is written there */
export function mergeText(
	text: string,
	values: Readonly<Record<MergeToken, string>>,
	form: (value: string) => string = String,
): string {
	return text.replace(TOKEN, (_, ...names: (MergeToken | undefined)[]) => form(values[nameOf(names)]));
}

/** Which of the three ways it stood in. */
function nameOf([address, label, alone]: readonly (MergeToken | undefined)[]): MergeToken {
	return address ?? label ?? alone ?? "unsubscribe";
}
