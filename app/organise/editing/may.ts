import type { DocumentKind } from "#app/campaigns/content/check-document.server.ts";
import type { Role } from "../access.ts";

/**
 * Whether somebody may save a document in a language: writers any, translators what says a version in another language
 * and is nobody's source.
 * @param from the language that it is translated from; undefined for what is written in its own
 * @param isSource others are translated from this language
 */
export function maySave(roles: ReadonlySet<Role>, { from, isSource }: { from?: string; isSource: boolean }): boolean {
	return roles.has("writer") || (roles.has("translator") && from !== undefined && !isSource);
}

/** Whether somebody may put what they may save before readers: a petition is what people sign, and takes a writer. */
export function mayPublish(roles: ReadonlySet<Role>, kind: DocumentKind): boolean {
	return roles.has("writer") || (roles.has("translator") && kind !== "petition");
}
