import type { SigningLinks } from "#app/web/links.ts";
import type { Words } from "./words.ts";

/** A submission's words with what its reminder links to: blank for who is at risk, absent where there is to be none. */
export type RemindableWords<Said = Words> = Said & { links?: SigningLinks };

/**
 * What a new submission keeps for its reminder. Who is at risk gets none, and of what lies sealed the same length.
 * @param words minimised
 */
export function withLinks(words: Words, links: SigningLinks): RemindableWords {
	if (!words.atRisk) return { ...words, links };
	const { link, withdrawLink } = links;
	return { ...words, links: { link: " ".repeat(link.length), withdrawLink: " ".repeat(withdrawLink.length) } };
}

/** The words without what the reminder links to, for all who need not know it. */
export function withoutLinks<Said extends object>({ links, ...words }: RemindableWords<Said>): Omit<Said, "links"> {
	return words;
}
