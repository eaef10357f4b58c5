import { hideEntry, hideUpdate } from "#app/campaigns/hidden.server.ts";
import type { App } from "#app/context.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * Hides an update from every page at once, or shows it again.
 * @returns false when the campaign has no update of that number
 */
export async function showUpdate(
	app: App,
	campaignId: number,
	by: string,
	number: number,
	show: boolean,
): Promise<boolean> {
	const found = await inTransaction(app.db, async (trx) => {
		if (!(await hideUpdate(trx, campaignId, number, !show))) return false;
		const act = show ? "update.shown" : "update.hidden";
		await recordAct(trx, { actor: by, act, campaignId, about: String(number) });
		return true;
	});
	if (found) app.pagesChanged("at once");
	return found;
}

/**
 * Hides an entry of the timeline, or shows it again.
 * @param name what follows `timeline/` in its path
 * @returns false when the campaign has no such entry
 */
export async function showEntry(
	app: App,
	campaignId: number,
	by: string,
	name: string,
	show: boolean,
): Promise<boolean> {
	const found = await inTransaction(app.db, async (trx) => {
		if (!(await hideEntry(trx, campaignId, name, !show))) return false;
		const act = show ? "timeline.shown" : "timeline.hidden";
		await recordAct(trx, { actor: by, act, campaignId, about: name });
		return true;
	});
	if (found) app.pagesChanged("at once");
	return found;
}
