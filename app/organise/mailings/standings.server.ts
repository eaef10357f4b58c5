import type { UpdateStanding } from "#app/mailings/writing/look-over.server.ts";
import type { Db } from "#db/client.ts";
import { staleSince } from "../editing/stale.ts";
import { textsOf } from "../editing/standings.server.ts";

/** How an update stands in each language in which it is written. */
export async function standingsOf(db: Db, campaignId: number, path: string): Promise<UpdateStanding[]> {
	const [text] = await textsOf(db, campaignId, path);
	const standings = text?.standings ?? new Map();
	return [...standings].map(([locale, { latest, published }]) => ({
		locale,
		published: published !== undefined,
		stale: staleSince(standings, locale) !== undefined,
		newer: published !== undefined && published.digest !== latest.digest,
	}));
}
