import type { Said } from "#app/fund/stripe/explain.server.ts";
import type { Fields } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";

/** What may be said of money that nobody could explain. */
export const sayings = ["gift", "anonymous", "given-back", "fee"] as const;

/**
 * What was chosen under an alarm.
 * @returns null for what no form of ours sends; without `said` where it is only seen to
 */
export function parseSaid(fields: Fields): { alarm: number; said?: Said } | null {
	const alarm = serialOf(fields.get("alarm"));
	if (alarm === undefined) return null;
	const is = fields.get("is");
	if (is === null) return { alarm };
	if (is === "gift") return { alarm, said: { is, reference: fields.get("reference")?.slice(0, 40) ?? "" } };
	if (is === "anonymous") return { alarm, said: { is: "gift", reference: null } };
	return is === "fee" || is === "given-back" ? { alarm, said: { is } } : null;
}
