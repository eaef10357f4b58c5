import { sql } from "kysely";
import { type ContactMove, findLink, type SealedLink } from "#app/campaigns/address-of.server.ts";
import { askForLink } from "#app/campaigns/ask-for-link.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { type Endorsement, findEndorsement } from "./endorsement.server.ts";
import { correctEndorsementContact, findEndorsementsOf } from "./held.server.ts";
import { branchToken, endorsementKey } from "./key.server.ts";

/** What is asked for a body by whoever reads the mail of its address. */
export interface AskedMove {
	/** The endorsement's id. */
	id: string;
	/** The new address, as it was typed. */
	to: string;
	/** Of the page, and so of the mail. */
	locale: Locale;
	/** Scheme and host of the site as it was reached. */
	origin: string;
}

/** What the link of a move leads to. */
export type Move =
	| {
			state: "open";
			organisation: string;
			/** The new address. */
			to: string;
	  }
	| {
			/** Its button was pressed. */
			state: "done";
			/** The token of the body's own page. */
			page: string;
	  };

/**
 * Asks the holder of another address whether a body's mail may come there: nothing changes before they press the button, and
 * the work is the same whether that address is known or not.
 * @param addressKey the installation's
 * @param address that of the body until now
 * @returns `gone` when that address speaks for no such body (any more), or has not confirmed that it does
 */
export async function askToMoveContact(
	db: Db,
	keys: KeyRing,
	addressKey: FingerprintKey,
	address: string,
	{ id, to, locale, origin }: AskedMove,
): Promise<"promised" | "gone"> {
	const theirs = (await findEndorsementsOf(db, keys, address)).find((one) => one.id === id);
	const endorsement = theirs && theirs.state !== "unverified" && (await findEndorsement(db, keys, id));
	const from = endorsement && printIn(keys, endorsement, address);
	if (!from) return "gone";
	const contact = { endorsement: id, from, done: false };
	await askForLink(db, keys, addressKey, { email: to, locale, suspect: false, origin, kind: "contact-link", contact });
	return "promised";
}

/** What the link of a move does; undefined when it is unknown, too old, or the body's address has become another. */
export async function openMove(db: Db, keys: KeyRing, token: string): Promise<Move | undefined> {
	const found = await findMove(db, keys, token);
	if (!found) return undefined;
	const { contact, endorsement, email: to, key } = found;
	if (contact.done) return { state: "done", page: branchToken(key, endorsement.id) };
	return { state: "open", organisation: endorsement.organisation.name, to };
}

/**
 * Moves a body's mail to the address whose holder has pressed the button, and tells the one that it was; a second press
 * changes nothing. The link's row becomes the old address's until it ends, so that erasing that one reaches the mail.
 * @returns the token of the body's own page; undefined where there is no such move (any more)
 */
export async function moveContact(
	db: Db,
	keys: KeyRing,
	addressKey: FingerprintKey,
	token: string,
): Promise<string | undefined> {
	return inTransaction(db, async (trx) => {
		const found = await findMove(trx, keys, token, true);
		if (!found) return undefined;
		const { id, email: to, endorsement, before, key, contact } = found;
		if (!contact.done) {
			await correctEndorsementContact(trx, keys, endorsement.id, { email: to });
			const from = printIn(keys, endorsement, to) ?? "";
			const sealed = seal(keys, `my_links/${id}`, {
				email: before.email,
				contact: { ...contact, from, done: true },
			} satisfies SealedLink);
			await trx
				.updateTable("my_links")
				.set({
					sealed,
					fingerprint: fingerprint(addressKey, before.email),
					expires_at: sql<Date>`now() + interval '24 hours'`,
				})
				.where("id", "=", id)
				.execute();
			const { email, locale, origin } = before;
			const values = { contactLink: `${origin}/${locale}/contact` };
			await trx
				.insertInto("email_deliveries")
				.values(deliveryRow(keys, { kind: "contact-moved", subjectId: id, to: email, locale, values }))
				.execute();
		}
		return branchToken(key, endorsement.id);
	});
}

/** The link of a move with its body, while that has the address for which the link is good. */
async function findMove(db: Db, keys: KeyRing, token: string, lock = false) {
	const link = await findLink(db, keys, token, lock);
	if (!link?.contact) return undefined;
	const { id, email, contact } = link;
	const endorsement = await findEndorsement(db, keys, contact.endorsement, lock);
	const { keySealed, slug } = endorsement?.petition ?? {};
	if (!endorsement?.contact || !keySealed || !slug) return undefined;
	if (printIn(keys, endorsement, endorsement.contact.email) !== contact.from) return undefined;
	const key = endorsementKey(keys, slug, keySealed);
	return { id, email, contact, endorsement, before: endorsement.contact, key };
}

function printIn(keys: KeyRing, { petition }: Endorsement, address: string): ContactMove["from"] | undefined {
	if (!petition.keySealed) return undefined;
	return fingerprint(endorsementKey(keys, petition.slug, petition.keySealed), address).toString("base64");
}
