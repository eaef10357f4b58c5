import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { tellOrganisers } from "../notices.server.ts";

const EVERY_MS = 5_000;

/**
 * Tells the organisers of a campaign by mail, once, that one of its mailings has paused itself: its hour was missed, too
 * many mailboxes refuse it, or too many people complain.
 * @param origin where the site is, for the link
 */
export function tellOfPauses(db: Db, keys: KeyRing, origin: string): Promise<void> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{
			id: number;
			campaign_id: number;
			slug: string;
			why: "late" | "rejects" | "complaints";
		}>`
			update email_messages m set told_for = m.paused_for from campaigns c
			where c.id = m.campaign_id and m.lane = 'bulk' and m.status = 'paused' and m.paused_for <> 'asked'
				and m.told_for is distinct from m.paused_for
			returning m.id, m.campaign_id, c.slug, m.paused_for as why`.execute(trx);
		for (const { id, campaign_id, slug, why } of rows)
			await tellOrganisers(trx, keys, {
				campaigns: [campaign_id],
				text: (t) => t(`mailing.paused.${why}`),
				link: `${origin}/organise/campaigns/${slug}/mailings/${id}`,
			});
	});
}

/** Tells until stopped. */
export function startTellingOfPauses(
	db: Db,
	keys: KeyRing,
	origin: string,
	log: { warn: Log; info: Log },
): { stop(): Promise<void> } {
	return repeat(log, {
		every: EVERY_MS,
		round: () => tellOfPauses(db, keys, origin),
		says: {
			failing: "organisers are not told of paused mailings",
			again: "organisers are told of paused mailings again",
		},
	});
}
