import { heldFacts } from "#app/fund/holding/held-desk.server.ts";
import { acceptGift } from "#app/fund/holding/settle.server.ts";
import { isId } from "#app/web/is-id.ts";
import type { Action } from "../../approvals/action.ts";

/** A gift that is large, or from a party or a body of a state, becomes the fund's: two members of the committee. The subject is the gift's number. */
export const acceptHeld: Action = {
	of: "campaign",
	ask: ["committee"],
	agree: ["committee"],
	hours: 0,
	apart: true,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const held = campaignId === null || !isId(subject) ? undefined : await heldFacts(db, campaignId, subject);
		return held ? { amount: held.amount, currency: held.currency.toLowerCase(), why: held.why } : null;
	},
	async perform(trx, { subject, campaignId, agreedBy }) {
		const accepted = campaignId !== null && (await acceptGift(trx, campaignId, subject, agreedBy));
		return accepted ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};
