import { findAccount, showAccount } from "#app/fund/facts.server.ts";
import type { Action } from "../approvals/action.ts";

/** Another account shown to givers: everybody hears of it, and for two days anybody may stop it. */
export const fundAccount: Action = {
	of: "campaign",
	ask: ["administrator", "treasurer"],
	agree: ["administrator", "treasurer"],
	hours: 48,
	tells: "everyone",
	async facts(db, subject, campaignId) {
		const account = campaignId === null ? undefined : await findAccount(db, campaignId, subject);
		return account ? { mode: account.mode } : null;
	},
	async perform(trx, { campaignId, subject }) {
		const shown = campaignId !== null && (await showAccount(trx, campaignId, subject));
		return shown ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};
