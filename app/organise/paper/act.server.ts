import type { App } from "#app/context.ts";
import { makeBatch, type NewBatch } from "#app/petitions/paper/batches.server.ts";
import { doWithSheet, type SheetDone, type SheetEvent, type Tally } from "#app/petitions/paper/count-sheet.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

const acts = {
	enter: "paper.entered",
	check: "paper.checked",
	recount: "paper.recounted",
	void: "paper.voided",
} as const;
const asks = { recount: "paper.recount-asked", void: "paper.void-asked" } as const;

/** Does something with a sheet of a campaign, and records who did and what number they came to. */
export async function actOnSheet(app: App, campaignId: number, serial: string, event: SheetEvent): Promise<SheetDone> {
	const done = await inTransaction(app.db, async (trx) => {
		const came = await doWithSheet(trx, { campaignId }, serial, event);
		if ("to" in came) {
			const figures = { state: came.to, ...("rows" in event && { rows: event.rows, refused: event.refused }) };
			await recordAct(trx, { actor: event.by, act: acts[event.kind], campaignId, about: serial, figures });
		}
		if ("asked" in came) await recordAct(trx, { actor: event.by, act: asks[came.asked], campaignId, about: serial });
		return came;
	});
	if ("to" in done) app.pagesChanged("at once");
	return done;
}

/**
 * Takes one person's count of a sheet: the first one where there is none yet, else the second. Whoever counts need not know
 * which: of two at once the later is the second.
 */
export async function countSheet(
	app: App,
	campaignId: number,
	serial: string,
	tally: Tally & { by: string },
): Promise<SheetDone> {
	const first = await actOnSheet(app, campaignId, serial, { kind: "enter", ...tally });
	const taken = "refused" in first && first.refused === "entered";
	return taken ? actOnSheet(app, campaignId, serial, { kind: "check", ...tally }) : first;
}

/** Makes a batch of sheets; its number, or undefined where the campaign has no such petition. */
export async function makeSheets(app: App, batch: NewBatch): Promise<number | undefined> {
	return inTransaction(app.db, async (trx) => {
		const id = await makeBatch(trx, batch);
		if (id === undefined) return undefined;
		const { by: actor, campaignId, petition, sheets, lines } = batch;
		await recordAct(trx, {
			actor,
			act: "paper.batch-made",
			campaignId,
			about: `${petition}/${id}`,
			figures: { sheets, lines },
		});
		return id;
	});
}
