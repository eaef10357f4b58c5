import { type HeldDonation, heldDonations } from "#app/fund/managing/givers.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { type CampaignUpdates, heldSubscriptions } from "#app/mailings/held.server.ts";
import { findEndorsementsOf, type HeldEndorsement } from "#app/petitions/endorsing/held.server.ts";
import { type HeldOfPetitions, heldOfPetitions } from "#app/petitions/held.server.ts";
import { type HeldOfPickets, heldOfPickets, picketPrints } from "#app/pickets/held.server.ts";
import type { FingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type HeldMails, heldMails } from "./mails.server.ts";

/** Everything that is held under one address and can be found by it. */
export interface Held {
	email: string;
	petitions: HeldOfPetitions;
	updates: CampaignUpdates[];
	/** Bodies whose contact the address is. */
	endorsements: HeldEndorsement[];
	pickets: HeldOfPickets;
	/** Gifts made with the address, newest first. */
	donations: HeldDonation[];
	mails: HeldMails;
}

/**
 * Reads what every room holds under an address: a few reads a room, whatever there is, and nothing is changed.
 * @param addressKey the installation's
 */
export async function everythingHeld(
	db: Db,
	keys: KeyRing,
	addressKey: FingerprintKey,
	email: string,
	locale: Locale,
): Promise<Held> {
	const [petitions, updates, endorsements, pickets, donations] = await Promise.all([
		heldOfPetitions(db, keys, email, locale),
		heldSubscriptions(db, keys, email, locale),
		findEndorsementsOf(db, keys, email),
		picketPrints(db, keys, email).then((prints) => heldOfPickets(db, prints)),
		heldDonations(db, keys, email, locale),
	]);
	const subjects = [
		...petitions.submissions.map(({ id }) => id),
		...updates.flatMap(({ subscription }) => subscription?.id ?? []),
		...endorsements.map(({ id }) => id),
		...pickets.rsvps.map(({ id }) => id),
		...pickets.hosts.map(({ id }) => id),
		...donations.map(({ id }) => id),
	];
	const mails = await heldMails(db, addressKey, email, subjects);
	return { email, petitions, updates, endorsements, pickets, donations, mails };
}
