import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { loadAnswerSamples } from "#app/organise/moderation/samples.server.ts";
import { loadOpeningSamples } from "#app/organise/opening/samples.server.ts";
import { type SampleLink, sampleLinks } from "#app/organise/sign-in/samples.server.ts";
import { openPetition } from "#app/petitions/open.server.ts";
import { importPlaces } from "#app/pickets/import-places.server.ts";
import { loadPicketSamples } from "#app/pickets/samples.server.ts";
import { connect } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import type { Settings } from "../env.server.ts";
import { readKeyRing } from "../seal/key-ring.ts";

/** Loads the first campaign with its marked samples and opens its petition; changes nothing when it is there. */
export async function loadDemonstration(databaseUrl: string, settings: Settings): Promise<void> {
	const db = connect(databaseUrl, { max: 1, statementTimeout: 60_000, onError: () => undefined });
	try {
		const content = await readCampaign("db/content/zhanaozen", "db/samples/zhanaozen");
		await importCampaign(db, readKeyRing(settings.SECRET_KEYS), content, { sample: true });
		if (content.petition) await openPetition(db, content.petition);
		await importPlaces(db, "db/content/places.yaml");
		await loadPicketSamples(db, readKeyRing(settings.SECRET_KEYS), content.slug, "db/samples/pickets.yaml");
		await loadOpeningSamples(db, content.slug, "db/samples/zhanaozen/opening.yaml");
		await loadAnswerSamples(db, content.slug, "db/samples/zhanaozen/answers.yaml");
	} finally {
		await db.destroy();
	}
}

/** New one-time links of the sample organisers, to be printed. */
export async function demonstrationLinks(databaseUrl: string, settings: Settings): Promise<SampleLink[]> {
	const db = connect(databaseUrl, { max: 1, statementTimeout: 60_000, onError: () => undefined });
	try {
		const keys = readKeyRing(settings.SECRET_KEYS);
		return await sampleLinks(db, { keys, addressKey: await addressKey(db, keys) });
	} finally {
		await db.destroy();
	}
}
