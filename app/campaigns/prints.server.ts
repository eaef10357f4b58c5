import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** An address's fingerprints, side by side with the campaigns under whose keys they are. */
export interface CampaignPrints {
	ids: number[];
	fingerprints: Buffer[];
}

/** The fingerprints of an address under every campaign, in one read. */
export async function campaignPrints(db: Db, keys: KeyRing, email: string): Promise<CampaignPrints> {
	const campaigns = await db.selectFrom("campaigns").select(["id", "slug", "key_sealed"]).orderBy("id").execute();
	return {
		ids: campaigns.map(({ id }) => id),
		fingerprints: campaigns.map(({ slug, key_sealed }) =>
			fingerprint(openFingerprintKey(keys, `campaigns/${slug}`, key_sealed), email),
		),
	};
}
