import { keepBack, reservePercent } from "#app/fund/ledger/reserve.server.ts";
import type { Action } from "../../approvals/action.ts";
import { parsePercent } from "./parse-percent.ts";

/** A smaller reserve: more can be given out, and less is there for gifts that banks take back. The subject is the per cent. */
export const lowerReserve: Action = {
	of: "campaign",
	ask: ["administrator", "treasurer"],
	agree: ["administrator", "treasurer"],
	hours: 0,
	apart: true,
	tells: "everyone",
	async facts(db, subject, campaignId) {
		const percent = parsePercent(subject);
		const now = campaignId === null ? undefined : await reservePercent(db, campaignId);
		return percent !== null && now !== undefined && percent < now ? { now, percent } : null;
	},
	async perform(trx, { campaignId, subject }) {
		const percent = parsePercent(subject);
		const now = campaignId === null ? undefined : await reservePercent(trx, campaignId, true);
		if (campaignId === null || percent === null || now === undefined || percent >= now)
			return { state: "failed", reason: "gone" };
		await keepBack(trx, campaignId, percent);
		return { state: "done", figures: { now, percent } };
	},
};
