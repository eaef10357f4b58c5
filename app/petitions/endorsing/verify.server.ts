import { sql } from "kysely";
import { subscribe } from "#app/campaigns/subscribe.server.ts";
import { consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changeEndorsement } from "./change.server.ts";
import type { Endorsement } from "./endorsement.server.ts";

/**
 * Whoever reads the role address has pressed the button: the body is interested, or as far as its claim says, and has its
 * own link from now on. A second press changes nothing.
 * @param locale of the page, and so of the words agreed to
 * @param updates the campaign's updates go to that address
 */
export async function verifyEndorsement(
	db: Db,
	keys: KeyRing,
	endorsement: Endorsement,
	{ locale, updates }: { locale: Locale; updates: boolean },
): Promise<"verified" | "already"> {
	// First, so that a fault between the two loses nothing that a second press would not do.
	const { contact, campaign, organisation } = endorsement;
	if (updates && contact && endorsement.state === "unverified")
		await subscribe(db, keys, campaign, {
			email: contact.email,
			kind: "organisation",
			locale,
			country: organisation.country,
		});
	return inTransaction(db, async (trx) => {
		const { id, meetingOn, adoptedOn, words } = endorsement;
		const verified = await changeEndorsement(trx, keys, id, { event: "verify" });
		if (verified.state !== "changed") return "already";
		if (adoptedOn) await changeEndorsement(trx, keys, id, { event: "adopt", on: adoptedOn, evidence: words.evidence });
		else if (meetingOn) await changeEndorsement(trx, keys, id, { event: "meet", on: meetingOn });
		await giveLink(trx, id);
		await trx
			.insertInto("endorsement_consents")
			.values({ endorsement_id: id, version: consentVersions.endorsement, locale })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
		return "verified";
	});
}

/** Gives an endorsement its own source: `/q/{code}` leads to the petition, and whoever confirms is counted there. */
async function giveLink(trx: Db, id: string): Promise<void> {
	await sql`
		with source as (
			insert into petition_sources (petition_id, code, kind, label)
			select petition_id, ${`b-${newToken().slice(0, 12)}`}, 'branch', '' from endorsements
			where id = ${id} and code is null returning code)
		update endorsements e set code = s.code from source s where e.id = ${id}`.execute(trx);
}
