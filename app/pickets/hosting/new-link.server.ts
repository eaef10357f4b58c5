import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { linkToken } from "../link-token.server.ts";
import type { Host } from "./host.server.ts";

/**
 * Ends the link of a host's page and mails the next one to the address that the host has confirmed: whoever else has
 * come by the old one has nothing any more, and cannot have the new one sent anywhere else.
 * @returns false when the link had been made anew before, or nobody has confirmed an address
 */
export async function makeNewLink(
	db: Db,
	keys: KeyRing,
	{ id, key, state, sealed, linkNumber, picket }: Host,
): Promise<boolean> {
	if (state !== "active" || !sealed) return false;
	const { email, locale, origin } = sealed;
	const number = linkNumber + 1;
	const token = linkToken(key, "host", id, number);
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ about: string }>`
			update picket_hosts h set link_number = ${number}, token_hash = ${hashToken(token)}
			from campaign_editions e
			where h.id = ${id} and h.link_number = ${linkNumber} and h.state = 'active'
				and e.campaign_id = ${picket.campaignId} and e.locale = ${locale}
			returning e.neutral_title as about`.execute(trx);
		const [made] = rows;
		if (!made) return false;
		const values = { hostLink: `${origin}/${locale}/host/${token}`, about: made.about };
		// Each new link is a mail of its own.
		const row = deliveryRow(keys, { kind: "picket-host-link", subjectId: randomUUID(), to: email, locale, values });
		await trx.insertInto("email_deliveries").values(row).execute();
		return true;
	});
}
