import { sql } from "kysely";
import { decidePicket } from "#app/pickets/hosting/decide.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { ViewPhoto } from "./kind.ts";

/**
 * Takes a campaign's picket from every list, page and feed, in the transaction of a decision: those who come are told,
 * whoever has its link keeps it. One that is not listed stays as it is.
 */
export async function hidePicketAt(trx: Db, keys: KeyRing, campaignId: number, slug: string): Promise<void> {
	const found = await trx
		.selectFrom("pickets")
		.where("campaign_id", "=", campaignId)
		.where("slug", "=", slug)
		.where("state", "=", "listed")
		.select("id")
		.forUpdate()
		.executeTakeFirst();
	if (found) await decidePicket(trx, keys, found.id, "link-only");
}

/** The photos that a picket's page shows: each can be taken away by itself. */
export async function photosAt(db: Db, campaignId: number, slug: string): Promise<ViewPhoto[]> {
	return db
		.selectFrom("picket_photos as f")
		.innerJoin("pickets as p", "p.id", "f.picket_id")
		.where("p.campaign_id", "=", campaignId)
		.where("p.slug", "=", slug)
		.where("f.state", "=", "shown")
		.orderBy("f.number")
		.select(["f.id", "f.alternative", "f.width", "f.height", "p.locale as language", sql<"shown">`f.state`.as("state")])
		.execute();
}
