import { sql } from "kysely";
import { lockTexts } from "#app/campaigns/versions.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** What can be added to a campaign as often as it needs. */
export type Addable = "timeline" | "updates";

interface Adding {
	campaignId: number;
	actor: string;
	kind: Addable;
	/** What follows the number in its name: lower case, digits and hyphens; may be empty. */
	name: string;
}

/**
 * Adds an empty document under the next number. A number is never given twice: an update's is its address.
 * @returns its path, as `updates/04-news`
 */
export async function addText(db: Db, { campaignId, actor, kind, name }: Adding): Promise<string> {
	return inTransaction(db, async (trx) => {
		await lockTexts(trx, campaignId);
		const taken = await trx
			.selectFrom("texts")
			.where("campaign_id", "=", campaignId)
			.where("path", "like", `${kind}/%`)
			.select("path")
			.execute();
		const last = Math.max(0, ...taken.map(({ path }) => Number(/\/(\d+)-/.exec(path)?.[1] ?? 0)));
		const path = `${kind}/${String(last + 1).padStart(2, "0")}-${name || (kind === "updates" ? "news" : "entry")}`;
		await trx.insertInto("texts").values({ campaign_id: campaignId, path }).execute();
		await recordAct(trx, { actor, act: "text.created", campaignId, about: path });
		return path;
	});
}

/**
 * Takes an entry of the timeline or an update off the site, in all languages. Its versions stay.
 * @returns false where there is none of that path, or it is none that can be removed
 */
export async function removeText(
	db: Db,
	{ campaignId, actor, path }: { campaignId: number; actor: string; path: string },
): Promise<boolean> {
	if (!/^(?:timeline|updates)\//.test(path)) return false;
	return inTransaction(db, async (trx) => {
		await lockTexts(trx, campaignId);
		const text = await trx
			.updateTable("texts")
			.set({ removed_at: sql<Date>`now()` })
			.where("campaign_id", "=", campaignId)
			.where("path", "=", path)
			.where("removed_at", "is", null)
			.returning("id")
			.executeTakeFirst();
		if (!text) return false;
		await trx.deleteFrom("text_schedules").where("text_id", "=", text.id).execute();
		await trx.deleteFrom("campaign_documents").where("campaign_id", "=", campaignId).where("path", "=", path).execute();
		await recordAct(trx, { actor, act: "text.removed", campaignId, about: path });
		return true;
	});
}
