import { heldFacts } from "#app/fund/holding/held-desk.server.ts";
import { acceptGift, giveBackGift } from "#app/fund/holding/settle.server.ts";
import { areTwoOfFund } from "#app/fund/two-of-fund.server.ts";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import type { Action, Facts } from "../../approvals/action.ts";

/** A gift that is large, or from a party or a body of a state, becomes the fund's: two members of the committee. The subject is the gift's number. */
export const acceptHeld: Action = {
	of: "campaign",
	ask: ["committee"],
	agree: ["committee"],
	hours: 0,
	apart: true,
	tells: "who may agree",
	facts,
	async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
		const by = ["committee"] as const;
		if (campaignId === null || !(await areTwoOfFund(trx, campaignId, [askedBy, agreedBy], { by })))
			return { state: "failed", reason: "not-two" };
		const accepted = await acceptGift(trx, campaignId, subject, agreedBy);
		return accepted ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};

/** Such a gift goes back to its giver: two of those who keep the fund. The subject is the gift's number. */
export const giveHeldBack: Action = {
	of: "campaign",
	ask: ["treasurer", "committee"],
	agree: ["treasurer", "committee", "administrator"],
	hours: 0,
	apart: true,
	tells: "who may agree",
	facts,
	async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
		if (campaignId === null || !(await areTwoOfFund(trx, campaignId, [askedBy, agreedBy])))
			return { state: "failed", reason: "not-two" };
		const gone = await giveBackGift(trx, campaignId, subject, agreedBy);
		return gone ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};

async function facts(db: Db, subject: string, campaignId: number | null): Promise<Facts | null> {
	const held = campaignId === null || !isId(subject) ? undefined : await heldFacts(db, campaignId, subject);
	return held ? { amount: held.amount, currency: held.currency.toLowerCase(), why: held.why } : null;
}
