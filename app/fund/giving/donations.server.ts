import { randomBytes, randomUUID } from "node:crypto";
import { type FingerprintKey, fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { type Place, seal } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import type { Gift, Organisation } from "./give-fields.ts";
import { newReference } from "./reference.ts";

/** What stands sealed in a donation: all that names its giver. */
export interface SealedDonation {
	/** As typed; empty where none was given. */
	email: string;
	/** Empty for who gives without a name. */
	displayName: string;
	/** In the giver's words; read by those who keep the books, shown to nobody else. */
	dedication: string;
	organisation?: Organisation;
}

/** Where `SealedDonation` of a donation stands. */
export function donationPlace(id: string): Place {
	return `donations/${id}`;
}

/** A donation that was written down. */
export interface RecordedDonation {
	id: string;
	/** Opens its own page; only its hash is stored. */
	token: string;
	/** As it is stored: nine characters. */
	reference: string;
}

/**
 * Writes down what somebody set out to give. Nothing has been paid.
 * @param locale the giver's language
 */
export async function recordDonation(
	trx: Db,
	keys: KeyRing,
	campaignId: number,
	gift: Gift,
	locale: string,
): Promise<RecordedDonation> {
	const { email, displayName, dedication, organisation } = gift;
	const words: SealedDonation = { email, displayName, dedication, ...(organisation && { organisation }) };
	// Before the row: its seal is bound to it.
	const id = randomUUID();
	const token = newToken();
	const named = email !== "" || displayName !== "" || dedication !== "" || organisation !== undefined;
	const row = {
		id,
		campaign_id: campaignId,
		frequency: gift.frequency,
		way: gift.way,
		giver: gift.giver,
		currency: gift.currency,
		amount: gift.amount,
		cover: gift.cover,
		locale,
		token_hash: hashToken(token),
		fingerprint: email === "" ? null : fingerprint(await fundKey(trx, keys, campaignId), email),
		sealed: named ? seal(keys, donationPlace(id), words) : null,
	};
	for (;;) {
		const reference = newReference(randomBytes);
		const { numInsertedOrUpdatedRows } = await trx
			.insertInto("donations")
			.values({ ...row, reference })
			// Once in millions of gifts two draw the same.
			.onConflict((conflict) => conflict.column("reference").doNothing())
			.executeTakeFirst();
		if (numInsertedOrUpdatedRows) return { id, token, reference };
	}
}

/** The key of the fingerprints of a fund's givers, made when the first one is asked for. */
export async function fundKey(trx: Db, keys: KeyRing, campaignId: number): Promise<FingerprintKey> {
	const place: Place = `funds/${campaignId}`;
	const fund = () =>
		trx.selectFrom("funds").where("campaign_id", "=", campaignId).select("key_sealed").executeTakeFirstOrThrow();
	const { key_sealed } = await fund();
	if (key_sealed) return openFingerprintKey(keys, place, key_sealed);
	await trx
		.updateTable("funds")
		.set({ key_sealed: newFingerprintKey(keys, place) })
		.where("campaign_id", "=", campaignId)
		.where("key_sealed", "is", null)
		.execute();
	// Whoever came first made it.
	return openFingerprintKey(keys, place, (await fund()).key_sealed as Buffer);
}
