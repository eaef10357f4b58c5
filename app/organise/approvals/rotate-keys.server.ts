import { resealKeys, vaultOf } from "#app/fund/paying/vault.server.ts";
import { KeyRingError } from "#app/seal/key-ring.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { checkNewest } from "../keys/check-newest.server.ts";
import { resealAll } from "../keys/reseal-all.server.ts";
import type { Action } from "./action.ts";

/** Seals everything under the newest of SECRET_KEYS, which the operator has put first before. */
export const rotateKeys: Action = {
	of: "installation",
	ask: ["administrator"],
	agree: ["administrator"],
	hours: 0,
	tells: "who may agree",
	facts: async (_db, subject) => (subject === "all" ? {} : null),
	async work({ db, keys, settings, log }, _approval, signal) {
		try {
			await checkNewest(db, keys);
			const { state, resealed } = await resealAll(db, keys, { signal, report: () => undefined });
			if (state === "interrupted") return { state: "interrupted" };
			const wrapped = await inTransaction(db, (trx) => resealKeys(trx, vaultOf({ keys, settings })));
			return { state: "done", figures: { resealed: resealed + wrapped } };
		} catch (error) {
			if (!(error instanceof KeyRingError)) throw error;
			log.error("keys are not rotated", { why: error.message });
			return { state: "failed", reason: "keys" };
		}
	},
};
