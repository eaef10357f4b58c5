import { findHandin, openHandin } from "#app/petitions/handing-in/handin.server.ts";
import type { Action } from "../approvals/action.ts";

/** Opens the files of a frozen list for another day, to the two who agree. The subject is `petition/number`. */
export const exportList: Action = {
	of: "campaign",
	ask: ["administrator"],
	agree: ["administrator", "auditor"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const at = listOf(subject);
		const handin = at && (await findHandin(db, campaignId, at.petition, at.number));
		if (!handin || handin.over) return null;
		return { list: handin.number, rows: handin.addressees.reduce((sum, { named }) => sum + named, 0) };
	},
	async perform(trx, { subject, campaignId, askedBy, agreedBy }) {
		const at = listOf(subject);
		const opened = at && (await openHandin(trx, { ...at, campaignId }, { askedBy, agreedBy }));
		return opened ? { state: "done" } : { state: "failed", reason: "over" };
	},
};

function listOf(subject: string): { petition: string; number: number } | undefined {
	const [, petition = "", number = ""] = /^([a-z0-9-]+)\/(\d{1,9})$/.exec(subject) ?? [];
	return petition ? { petition, number: Number(number) } : undefined;
}
