import { explainByTwo, stands } from "#app/fund/bank/allocate.server.ts";
import type { ByTwo } from "#app/fund/bank/desk.server.ts";
import { areTwoOfFund } from "#app/fund/two-of-fund.server.ts";
import { isId } from "#app/web/is-id.ts";
import type { Action } from "../../approvals/action.ts";

/** Money that is the bank's charge or interest, and more than one may call so. The subject is the line's number, or a part's. */
export const callFees: Action = saidByTwo("bank.fees");

/** Counted cash that was paid into the bank. The subject is the line's number, or a part's. */
export const callCash: Action = saidByTwo("bank.cash");

/** Money that left and was owed to a giver. The subject is the line's number, or a part's. */
export const callGivenBack: Action = saidByTwo("bank.given-back");

/** A gift by transfer that was sent back. The subject is the line's number or a part's, and the gift's: `line/gift`. */
export const callRefund: Action = saidByTwo("bank.refund");

function saidByTwo(asks: ByTwo["asks"]): Action {
	const ids = asks === "bank.refund" ? 2 : 1;
	return {
		of: "campaign",
		ask: ["treasurer"],
		agree: ["treasurer", "committee", "administrator"],
		hours: 0,
		apart: true,
		tells: "who may agree",
		async facts(db, subject, campaignId) {
			const numbers = subject.split("/");
			if (campaignId === null || numbers.length !== ids || !numbers.every(isId)) return null;
			const item = await stands(db, campaignId, { asks, subject });
			return item ? { amount: Math.abs(item.amount), currency: item.currency.toLowerCase() } : null;
		},
		async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
			if (campaignId === null || !(await areTwoOfFund(trx, campaignId, [askedBy, agreedBy])))
				return { state: "failed", reason: "not-two" };
			const booked = await explainByTwo(trx, { campaignId, by: askedBy }, { asks, subject });
			return booked ? { state: "done" } : { state: "failed", reason: "gone" };
		},
	};
}
