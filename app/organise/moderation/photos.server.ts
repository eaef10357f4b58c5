import type { App } from "#app/context.ts";
import { refusePhoto } from "#app/pickets/after/decide-report.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * Takes a photo away, shown or waiting: it is deleted, and gone from every page with this request.
 * @returns false when the campaign has no photo of that id
 */
export async function takeDownPhoto(app: App, campaignId: number, by: string, id: string): Promise<boolean> {
	const found = await inTransaction(app.db, async (trx) => {
		if (!(await refusePhoto(trx, campaignId, id))) return false;
		await recordAct(trx, { actor: by, act: "photo.refused", campaignId, about: id });
		return true;
	});
	if (found) app.pagesChanged("at once");
	return found;
}
