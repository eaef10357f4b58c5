import { explainFees } from "#app/fund/bank/allocate.server.ts";
import { openLineFacts } from "#app/fund/bank/bank-desk.server.ts";
import { areTwoOfFund } from "#app/fund/two-of-fund.server.ts";
import { isId } from "#app/web/is-id.ts";
import type { Action } from "../../approvals/action.ts";

/** Money that left, and is more than one may call the bank's charge. The subject is the line's number. */
export const callFees: Action = {
	of: "campaign",
	ask: ["treasurer"],
	agree: ["treasurer", "committee", "administrator"],
	hours: 0,
	apart: true,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const line = campaignId === null || !isId(subject) ? undefined : await openLineFacts(db, campaignId, subject);
		return line ? { amount: -line.amount, currency: line.currency.toLowerCase() } : null;
	},
	async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
		if (campaignId === null || !(await areTwoOfFund(trx, campaignId, [askedBy, agreedBy])))
			return { state: "failed", reason: "not-two" };
		const booked = await explainFees(trx, { campaignId, by: askedBy }, subject);
		return booked ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};
