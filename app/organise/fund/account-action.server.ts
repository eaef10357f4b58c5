import { findAccount, keptFund, showAccount } from "#app/fund/facts.server.ts";
import { isId } from "#app/web/is-id.ts";
import type { Action } from "../approvals/action.ts";

/** Another account shown to givers: everybody hears of it, and for two days anybody may stop it. */
export const fundAccount: Action = {
	of: "campaign",
	ask: ["administrator", "treasurer"],
	agree: ["administrator", "treasurer"],
	hours: 48,
	apart: true,
	tells: "everyone",
	async facts(db, subject, campaignId) {
		const account = campaignId === null || !isId(subject) ? undefined : await findAccount(db, campaignId, subject);
		return account ? { mode: account.mode } : null;
	},
	async words(db, _keys, subject, campaignId) {
		if (campaignId === null) return null;
		const [{ fund }, account] = await Promise.all([keptFund(db, campaignId), findAccount(db, campaignId, subject)]);
		return account ? { accounts: { now: fund?.mode ? fund : null, next: account } } : null;
	},
	async perform(trx, { campaignId, subject }) {
		const shown = campaignId !== null && (await showAccount(trx, campaignId, subject));
		return shown ? { state: "done" } : { state: "failed", reason: "gone" };
	},
};
