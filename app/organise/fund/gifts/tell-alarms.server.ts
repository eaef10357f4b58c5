import { sql } from "kysely";
import type { AlarmKind } from "#app/fund/alarms/desk.server.ts";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { tellOrganisers } from "../../notices.server.ts";

const EVERY_MS = 5_000;

/**
 * Tells those who keep a fund by mail, once, of each alarm that was raised: what kind it is, and where to look.
 * @param origin where the site is, for the link
 */
function tellOfAlarms(db: Db, keys: KeyRing, origin: string): Promise<void> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ campaign_id: number; slug: string; kind: AlarmKind }>`
			with told as (
				update fund_alarms set told_on = current_date where told_on is null returning campaign_id, kind)
			select distinct t.campaign_id, c.slug, t.kind from told t join campaigns c on c.id = t.campaign_id`.execute(trx);
		for (const { campaign_id, slug, kind } of rows)
			await tellOrganisers(trx, keys, {
				campaigns: [campaign_id],
				roles: ["treasurer", "administrator"],
				text: (t) => t(`fund.alarm.${kind}`),
				link: `${origin}/organise/campaigns/${slug}/fund/gifts`,
			});
	});
}

/** Tells until stopped. */
export function startTellingOfAlarms(
	db: Db,
	keys: KeyRing,
	origin: string,
	log: { warn: Log; info: Log },
): { stop(): Promise<void> } {
	return repeat(log, {
		every: EVERY_MS,
		round: () => tellOfAlarms(db, keys, origin),
		says: {
			failing: "organisers are not told of a fund's alarms",
			again: "organisers are told of a fund's alarms again",
		},
	});
}
