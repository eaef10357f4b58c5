import type { Role } from "../access.ts";

/** How a document stands in the language that somebody wants to save. */
export interface Languages {
	/** The language that the new words are translated from; undefined for what is written in its own. */
	from?: string;
	/** Others are translated from this language. */
	isSource: boolean;
	/** What stands there now was written in this language. */
	isOriginal: boolean;
}

/**
 * Whether somebody may save a document in a language: writers any, translators what says a version in another language
 * where that takes the place of no original and is nobody's source.
 */
export function maySave(roles: ReadonlySet<Role>, { from, isSource, isOriginal }: Languages): boolean {
	return roles.has("writer") || (roles.has("translator") && from !== undefined && !isSource && !isOriginal);
}

/** Whether somebody may put words before readers: who says what is a writer's to answer for, in every language. */
export function mayPublish(roles: ReadonlySet<Role>): boolean {
	return roles.has("writer");
}
