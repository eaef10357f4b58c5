import { z } from "zod";
import { visibilities } from "../words.ts";

const day = z.iso.date("is a day: 2026-12-16");

/**
 * Which signatures of a petition an invalidation takes out: all that is given must hold. Names are not
 * among it: they are sealed, and those who are only counted gave none.
 */
export const ruleSchema = z
	.strictObject({
		/** The domain's fingerprint under the petition's key, in hex. */
		domain: z
			.string()
			.regex(/^[0-9a-f]{64}$/)
			.optional(),
		/** First and last day of confirming. */
		from: day.optional(),
		to: day.optional(),
		country: z
			.string()
			.regex(/^[A-Z]{2}$/, "is two capital letters: DE")
			.optional(),
		locale: z
			.string()
			.regex(/^[a-z]{2}$/, "is two letters: ru")
			.optional(),
		source: z
			.string()
			.regex(/^[a-z0-9-]{0,40}$/, "is a code of a leaflet or a partner")
			.optional(),
		visibility: z.enum(visibilities, `is ${visibilities.join(", ")}`).optional(),
		state: z.enum(["confirmed", "quarantined"], "is confirmed or quarantined").optional(),
	})
	.refine((rule) => Object.keys(rule).length > 0, "give at least one of --domain, --from, --to, --country, …");
export type InvalidationRule = z.infer<typeof ruleSchema>;

/** Reads a rule as typed. Gives one line about the first thing that is wrong. */
export function readRule(given: Record<string, string | undefined>): InvalidationRule | { refused: string } {
	const read = ruleSchema.safeParse(
		Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
	);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	return { refused: [...(issue?.path ?? []), issue?.message].join(" ") };
}
