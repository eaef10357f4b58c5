import { carryOn } from "#app/petitions/abuse/invalidation-steps.server.ts";
import { beginUndoing, findUndoable } from "#app/petitions/abuse/invalidations.server.ts";
import { serialOf } from "#app/web/is-id.ts";
import type { Action } from "./action.ts";

/** Counts again what two had taken out: what took two is not undone by one. The subject is the invalidation's number. */
export const restoreSignatures: Action = {
	of: "campaign",
	ask: ["moderator", "administrator"],
	agree: ["moderator", "administrator"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const id = serialOf(subject);
		return id === undefined ? null : findUndoable(db, id, campaignId);
	},
	async work({ db }, { subject }, signal) {
		const id = Number(subject);
		await beginUndoing(db, id);
		const end = await carryOn(db, id, { signal, onStep: () => undefined });
		if (signal.aborted) return { state: "interrupted" };
		if (end?.state !== "undone") return { state: "failed", reason: end?.state ?? "gone" };
		return { state: "done", figures: { restored: end.restored } };
	},
};
