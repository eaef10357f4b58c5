import type { Held } from "./held.server.ts";

/**
 * Whether a file of what is held may be offered. A file stays on a device that others may search: where anything may
 * come from somebody at risk, none is. Nothing marks such a signature, so what could be one decides: one that is only
 * counted, without a country; a form that says so; a subscription without a country.
 */
export function mayDownload({ petitions, updates }: Pick<Held, "petitions" | "updates">): boolean {
	return !(
		petitions.signatures.some(({ visibility, country }) => visibility === "counted" && country === "ZZ") ||
		petitions.submissions.some(({ words }) => words.atRisk) ||
		updates.some(({ subscription }) => subscription?.country === "ZZ")
	);
}
