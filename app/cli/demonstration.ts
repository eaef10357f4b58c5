import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { loadBookSamples } from "#app/fund/books/samples.server.ts";
import { loadAnswerSamples } from "#app/organise/moderation/samples.server.ts";
import { loadOpeningSamples } from "#app/organise/opening/samples.server.ts";
import { type SampleLink, sampleLinks } from "#app/organise/sign-in/samples.server.ts";
import { loadEndorsementSamples } from "#app/petitions/endorsing/samples.server.ts";
import { openPetition } from "#app/petitions/open.server.ts";
import { importPlaces } from "#app/pickets/import-places.server.ts";
import { loadPicketSamples } from "#app/pickets/samples.server.ts";
import { connect, type Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import type { Settings } from "../env.server.ts";
import { type KeyRing, readKeyRing } from "../seal/key-ring.ts";

/** Loads every campaign of db/content with its marked samples and opens its petition; changes nothing that is there. */
export async function loadDemonstration(databaseUrl: string, settings: Settings): Promise<void> {
	const db = connect(databaseUrl, { max: 1, statementTimeout: 60_000, onError: () => undefined });
	try {
		await importPlaces(db, "db/content/places.yaml");
		const facts = (await readdir("db/content", { recursive: true })).filter((file) =>
			/^[^/]+\/campaign\.yaml$/.test(file),
		);
		for (const file of facts.sort()) await loadCampaign(db, readKeyRing(settings.SECRET_KEYS), dirname(file));
	} finally {
		await db.destroy();
	}
}

async function loadCampaign(db: Db, keys: KeyRing, folder: string): Promise<void> {
	const content = await readCampaign(`db/content/${folder}`, `db/samples/${folder}`);
	const { slug, petition } = content;
	await importCampaign(db, keys, content, { sample: true });
	if (petition) await openPetition(db, petition);
	const samples = {
		"pickets.yaml": (file: string) => loadPicketSamples(db, keys, slug, file),
		...(petition && { "endorsements.yaml": (file: string) => loadEndorsementSamples(db, keys, petition, file) }),
		"opening.yaml": (file: string) => loadOpeningSamples(db, slug, file),
		"books.yaml": (file: string) => loadBookSamples(db, slug, file),
		"answers.yaml": (file: string) => loadAnswerSamples(db, slug, file),
	};
	for (const [name, load] of Object.entries(samples)) {
		const file = `db/samples/${folder}/${name}`;
		if (existsSync(file)) await load(file);
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
