import type { App } from "#app/context.ts";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { findWhole } from "#app/pickets/facts.server.ts";
import { decidePicket } from "#app/pickets/hosting/decide.server.ts";
import { askForPicketReview } from "#app/pickets/hosting/review.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * Takes a picket from every list, page and feed at once: those who come are told, whoever has its link keeps it. One that
 * was taken away comes into the queue again, to be listed as any other is: by two, where a filter has flagged it.
 * @returns false when the campaign has no picket of that id in such a state
 */
export async function showPicket(
	app: App,
	campaignId: number,
	by: string,
	id: string,
	show: boolean,
): Promise<boolean> {
	const { keys } = app;
	const done = await inTransaction(app.db, async (trx) => {
		const picket = await findWhole(trx, keys, id, true);
		if (picket?.campaignId !== campaignId || picket.state !== (show ? "unlisted" : "listed")) return false;
		const { facts } = picket;
		const locale = isLocale(facts.language) ? facts.language : fallbackLocale;
		if (show) await askForPicketReview(trx, keys, picket, { kind: "picket", facts, locale });
		else await decidePicket(trx, keys, id, "link-only");
		await recordAct(trx, { actor: by, act: show ? "picket.queued" : "picket.hidden", campaignId, about: picket.slug });
		return true;
	});
	if (done) {
		app.pagesChanged();
		app.wakeMailer();
	}
	return done;
}
