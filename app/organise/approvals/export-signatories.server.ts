import { countSignatories, findPetition } from "#app/petitions/signatories.server.ts";
import type { Action } from "./action.ts";

/** The names that a petition is handed in with: once agreed to, who asked downloads them within a day. */
export const exportSignatories: Action = {
	of: "campaign",
	ask: ["administrator"],
	agree: ["administrator", "auditor"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const petition = await findPetition(db, subject, campaignId);
		return petition && countSignatories(db, petition);
	},
};
