import { countEntitled, findForHandin } from "#app/petitions/handing-in/entitled.server.ts";
import { freezeHandin } from "#app/petitions/handing-in/freeze.server.ts";
import type { Action } from "../approvals/action.ts";

/** Freezes the list that a petition is handed in with; the two who agreed then download it for a day. The subject is the petition. */
export const freezeList: Action = {
	of: "campaign",
	ask: ["administrator"],
	agree: ["administrator", "auditor"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const petition = await findForHandin(db, subject, campaignId);
		if (!petition) return null;
		const { named, counted } = await countEntitled(db, petition.id);
		return { named, counted };
	},
	stands: async (db, subject, campaignId) => Boolean(await findForHandin(db, subject, campaignId)),
	async perform(trx, { id, subject, campaignId, askedBy, agreedBy }) {
		const frozen = await freezeHandin(trx, { petition: subject, campaignId, approvalId: id, askedBy, agreedBy });
		if (frozen.state === "over") return { state: "failed", reason: "over" };
		const { number, named, signatures } = frozen;
		return { state: "done", figures: { list: number, rows: named, signatures } };
	},
};
