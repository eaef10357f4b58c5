import { carryOn } from "#app/petitions/abuse/invalidation-steps.server.ts";
import { beginInvalidation, findPreview } from "#app/petitions/abuse/invalidations.server.ts";
import { serialOf } from "#app/web/is-id.ts";
import type { Action } from "./action.ts";

/** Takes out of the count what a previewed rule finds when the worker comes to it. The subject is the preview's number. */
export const invalidateSignatures: Action = {
	of: "campaign",
	ask: ["moderator", "administrator"],
	agree: ["moderator", "administrator"],
	hours: 0,
	tells: "who may agree",
	async facts(db, subject, campaignId) {
		const id = serialOf(subject);
		return id === undefined ? null : findPreview(db, id, campaignId);
	},
	async work({ db }, { subject }, signal) {
		const id = Number(subject);
		await beginInvalidation(db, id);
		const end = await carryOn(db, id, { signal, onStep: () => undefined });
		if (signal.aborted) return { state: "interrupted" };
		if (end?.state !== "done") return { state: "failed", reason: end?.state ?? "gone" };
		return { state: "done", figures: { invalidated: end.invalidated } };
	},
};
