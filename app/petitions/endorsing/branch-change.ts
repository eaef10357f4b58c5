import type { MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text } from "#app/web/form.ts";
import { longest } from "./organisation.ts";
import { adoptionDay, meetingDay, textOf } from "./parse-claim.ts";

/** What a body does on its own page. */
export type BranchChange =
	| { event: "meet"; on: string }
	| { event: "adopt"; on: string; evidence: string }
	| { event: "withdraw" };

type Read = { change: BranchChange } | { wrong: { field: "meeting_on" | "adopted_on" | "evidence"; key: MessageKey } };

/**
 * Reads a post of a body's own page.
 * @param today `YYYY-MM-DD`, in the campaign's zone
 * @returns undefined for what the page does not offer
 */
export function readBranchChange(fields: Fields, today: string): Read | undefined {
	switch (fields.get("intent")) {
		case "meet": {
			const on = text(fields, "meeting_on");
			const key = meetingDay(on, today);
			return key ? { wrong: { field: "meeting_on", key } } : { change: { event: "meet", on } };
		}
		case "adopt": {
			const [on, evidence] = [text(fields, "adopted_on"), text(fields, "evidence")];
			const day = adoptionDay(on, today);
			if (day) return { wrong: { field: "adopted_on", key: day } };
			const words = evidence === "" ? "endorse.evidence.missing" : textOf(evidence, longest.evidence);
			return words ? { wrong: { field: "evidence", key: words } } : { change: { event: "adopt", on, evidence } };
		}
		case "withdraw":
			return { change: { event: "withdraw" } };
		default:
			return undefined;
	}
}
