import { locales } from "#app/i18n/translate.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { CampaignContent } from "./content.ts";

/**
 * Brings a campaign and its petition in, closed. What is already there stays as it is.
 * @param sample marks both as shown for the demonstration only
 * @returns whether it was new
 */
export async function importCampaign(
	db: Db,
	keys: KeyRing,
	content: CampaignContent,
	sample: boolean,
): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const campaign = await trx
			.insertInto("campaigns")
			.values({
				slug: content.slug,
				zone: content.zone,
				day: content.day,
				sample,
				key_sealed: newFingerprintKey(keys, `campaigns/${content.slug}`),
			})
			.onConflict((conflict) => conflict.doNothing())
			.returning("id")
			.executeTakeFirst();
		if (!campaign) return false;
		await trx
			.insertInto("campaign_editions")
			.values(locales.map((locale) => ({ campaign_id: campaign.id, locale, ...content.editions[locale].campaign })))
			.execute();
		await importPetition(trx, keys, campaign.id, content, sample);
		return true;
	});
}

async function importPetition(db: Db, keys: KeyRing, campaignId: number, content: CampaignContent, sample: boolean) {
	const petition = await db
		.insertInto("petitions")
		.values({
			campaign_id: campaignId,
			slug: content.petition,
			sample,
			key_sealed: newFingerprintKey(keys, `petitions/${content.petition}`),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const version = await db
		.insertInto("petition_versions")
		.values({ petition_id: petition.id, number: 1 })
		.returning("id")
		.executeTakeFirstOrThrow();
	await db
		.insertInto("petition_editions")
		.values(
			locales.map((locale) => {
				const { addressees, ...edition } = content.editions[locale].petition;
				return { version_id: version.id, locale, addressees: addressees.join("\n"), ...edition };
			}),
		)
		.execute();
}
