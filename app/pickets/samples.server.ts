import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import { newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { factColumns } from "./facts.server.ts";
import { type Access, accessItems, addressLevels, authorityStates, kinds, type PicketFacts } from "./facts.ts";
import { linkToken } from "./link-token.server.ts";
import { instantsOf } from "./wall-time.ts";

const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
const sample = z.strictObject({
	slug: z.string(),
	kind: z.enum(kinds),
	language: z.string(),
	title: z.string(),
	description: z.string(),
	organisation: z.string(),
	starts: local,
	ends: local,
	zone: z.string(),
	place: z.string().optional(),
	city: z.string(),
	country: z.string(),
	latitude: z.number(),
	longitude: z.number(),
	level: z.enum(addressLevels),
	meeting_point: z.string().default(""),
	online_url: z.string().default(""),
	authorities: z.enum(authorityStates),
	access: z.array(z.enum(accessItems)),
	capacity: z.number().optional(),
});
type Sample = z.infer<typeof sample>;

/**
 * Loads the pickets of a demonstration's campaign, marked as samples and listed, once, and lets others be called.
 * @param file a YAML file of db/samples
 * @throws ContentError when the file is not in order
 */
export async function loadPicketSamples(db: Db, keys: KeyRing, campaign: string, file: string): Promise<void> {
	const samples = checked(z.array(sample), await readYaml(file), file);
	await db.transaction().execute(async (trx) => {
		const { id } = await trx
			.updateTable("campaigns")
			.set({ pickets_opened_at: sql`coalesce(pickets_opened_at, now())` })
			.where("slug", "=", campaign)
			.returning("id")
			.executeTakeFirstOrThrow();
		await trx
			.insertInto("pickets")
			.values(samples.map((sample) => rowOf(keys, id, sample)))
			.onConflict((conflict) => conflict.column("slug").doNothing())
			.execute();
	});
}

function rowOf(keys: KeyRing, campaignId: number, sample: Sample) {
	const facts = factsOf(sample);
	const at = instantsOf(facts);
	if (!("startsAt" in at)) throw new RangeError(`${sample.slug}: the clocks do not show these times once`);
	const id = randomUUID();
	const keySealed = newFingerprintKey(keys, `pickets/${id}`);
	const secret = hashToken(linkToken(openFingerprintKey(keys, `pickets/${id}`, keySealed), "secret", id));
	if (!secret) throw new Error("a new token does not read as one");
	return {
		id,
		campaign_id: campaignId,
		slug: sample.slug,
		kind: sample.kind,
		sample: true,
		state: "listed",
		listed_at: sql<Date>`now()`,
		key_sealed: keySealed,
		secret_hash: secret,
		...factColumns(keys, id, facts, at),
	};
}

function factsOf({ starts, ends, place, level, meeting_point, online_url, access, ...said }: Sample): PicketFacts {
	return {
		...said,
		startsLocal: starts,
		endsLocal: ends,
		overlap: null,
		placeId: place ?? null,
		addressLevel: level,
		meetingPoint: meeting_point,
		onlineUrl: online_url,
		authoritiesTold: "",
		authoritiesToldOn: null,
		access: Object.fromEntries(access.map((item) => [item, true])) as Access,
		capacity: said.capacity ?? null,
	};
}
