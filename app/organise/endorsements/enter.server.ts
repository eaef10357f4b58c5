import type { App } from "#app/context.ts";
import { flagTexts } from "#app/moderation/flag-text.server.ts";
import { askForReviews } from "#app/moderation/queue.server.ts";
import { type Entry, enterEndorsements } from "#app/petitions/endorsing/enter.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * Enters endorsements at the desk: what somebody has checked waits to be shown by somebody else, the rest to be checked; and
 * so does, whatever its line says, what a filter has found something in. What is there already stays as it is, so that the
 * same file twice enters nothing twice.
 * @returns how many are new
 */
export async function enterAtDesk(
	app: App,
	{ campaignId, petition, by }: { campaignId: number; petition: string; by: string },
	entries: readonly Entry[],
): Promise<number> {
	const entered = await inTransaction(app.db, async (trx) => {
		const texts = entries.map(({ name, parent, evidence }) => [name, parent, evidence].join("\n"));
		const found = await flagTexts(trx, app.keys, campaignId, texts);
		const read = entries.map((entry, i) => (found[i]?.length ? { ...entry, checkWay: null } : entry));
		const flagsOf = new Map(read.map((entry, i) => [entry, found[i] ?? []]));
		const { ids } = await enterEndorsements(trx, app.keys, petition, read, { by });
		const waiting = ids.filter(({ state }) => state === "adopted");
		await askForReviews(
			trx,
			{ campaignId, kind: "endorsement", locale: "en" },
			waiting.map(({ id, entry }) => ({ subjectId: id, flags: flagsOf.get(entry) ?? [] })),
		);
		await recordAct(trx, {
			actor: by,
			act: "endorsement.entered",
			campaignId,
			about: petition,
			figures: { entries: entries.length, entered: ids.length },
		});
		return ids.length;
	});
	return entered;
}
