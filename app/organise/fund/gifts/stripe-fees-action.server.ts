import { explainFeesByTwo, feesToCall } from "#app/fund/stripe/explain-fees.server.ts";
import { areTwoOfFund } from "#app/fund/two-of-fund.server.ts";
import { serialOf } from "#app/web/is-id.ts";
import type { Action } from "../../approvals/action.ts";

/**
 * Money of an unknown kind that moved at Stripe is a fee or correction of Stripe's, and more than one may call so. The
 * subject is the number of the journal by which it stands unexplained.
 */
export const callStripeFees: Action = {
	of: "campaign",
	ask: ["treasurer"],
	agree: ["treasurer", "committee", "administrator"],
	hours: 0,
	apart: true,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const number = serialOf(subject);
		const found = campaignId !== null && number !== undefined && (await feesToCall(db, campaignId, number));
		return found ? { amount: Math.abs(found.txn.net), currency: found.txn.currency.toLowerCase() } : null;
	},
	async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
		if (campaignId === null || !(await areTwoOfFund(trx, campaignId, [askedBy, agreedBy])))
			return { state: "failed", reason: "not-two" };
		const booked = await explainFeesByTwo(trx, { campaignId, by: askedBy }, serialOf(subject) ?? 0);
		return booked ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};
