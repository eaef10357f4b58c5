import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { closing } from "#app/moderation/queue.server.ts";
import { findWhole, type WholePicket } from "#app/pickets/facts.server.ts";
import { decidePicket, trustHostOf } from "#app/pickets/hosting/decide.server.ts";
import { askForPicketReview } from "#app/pickets/hosting/review.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/**
 * What a moderator does with a picket of the list. What was hidden goes through the queue again: by two, where a filter
 * has flagged it.
 */
export const intents = ["hide", "queue", "trust", "distrust"] as const;
export type Intent = (typeof intents)[number];

const acts = {
	hide: "picket.hidden",
	queue: "picket.queued",
	trust: "picket.host-trusted",
	distrust: "picket.host-distrusted",
} as const;

/**
 * Hides a picket from every list or puts it into the queue again; begins or ends to trust its host.
 * @returns false when the campaign has no such picket, or it stands so already
 */
export async function actOnPicket(
	app: App,
	campaignId: number,
	by: string,
	{ picketId, intent }: { picketId: string; intent: Intent },
): Promise<boolean> {
	const done = await inTransaction(app.db, async (trx) => {
		const picket = await findWhole(trx, app.keys, picketId, true);
		if (picket?.campaignId !== campaignId || !(await perform(app, trx, picket, intent))) return false;
		await recordAct(trx, { actor: by, act: acts[intent], campaignId, about: picket.slug });
		return true;
	});
	if (done) {
		app.pagesChanged("at once");
		app.wakeMailer();
	}
	return done;
}

async function perform({ keys }: App, trx: Db, picket: WholePicket, intent: Intent): Promise<boolean> {
	const { id, state, facts } = picket;
	if (intent === "trust" || intent === "distrust") return trustHostOf(trx, keys, id, intent === "trust");
	if (state !== (intent === "hide" ? "listed" : "unlisted")) return false;
	if (intent === "queue") {
		const locale = isLocale(facts.language) ? facts.language : fallbackLocale;
		await askForPicketReview(trx, keys, picket, { kind: "picket", facts, locale });
		return true;
	}
	const { changed } = await decidePicket(trx, keys, id, "link-only");
	const subject = sql`select ${id}::uuid`;
	for (const kind of ["picket", "picket-change"]) await sql`${closing(kind, subject)}`.execute(trx);
	return changed;
}
