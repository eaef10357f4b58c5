import type { Operated } from "../organise/audit/operated.server.ts";

/** What the audit log keeps of an act on an invalidation. */
export function told(
	what: "previewed" | "begun" | "cancelled" | "undone",
	id: number,
	figures: Operated["figures"] = {},
): Operated {
	return { act: `invalidation.${what}`, of: { invalidation: id }, about: String(id), figures };
}
