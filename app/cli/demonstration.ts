import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { openPetition } from "#app/petitions/open.server.ts";
import { connect } from "#db/client.ts";
import type { Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";

/** Loads the first campaign with its marked samples and opens its petition; changes nothing when it is there. */
export async function loadDemonstration(databaseUrl: string, settings: Settings): Promise<void> {
	const db = connect(databaseUrl, { max: 1, statementTimeout: 60_000, onError: () => undefined });
	try {
		const content = await readCampaign("db/content/zhanaozen", "db/samples/zhanaozen");
		await importCampaign(db, readKeyRing(settings.SECRET_KEYS), content, { sample: true });
		await openPetition(db, content.petition);
	} finally {
		await db.destroy();
	}
}
