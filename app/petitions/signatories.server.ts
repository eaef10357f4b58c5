import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";

/** Signatures opened at a time: what an export holds in memory, however long. */
const BATCH = 500;

/** A petition of a campaign that still has names. */
export interface PetitionWithNames {
	id: number;
	slug: string;
}

/** Who is named to the addressees, as they chose. */
export interface Signatory {
	name: string;
	town: string;
	/** Chose to be named on the site too. */
	public: boolean;
}

/** The petition of that slug in that campaign, unless its names have been deleted. */
export async function findPetition(db: Db, slug: string, campaignId: number | null): Promise<PetitionWithNames | null> {
	const found = await db
		.selectFrom("petitions")
		.select(["id", "slug"])
		.where("slug", "=", slug)
		.where("campaign_id", "=", campaignId)
		.where("anonymised_at", "is", null)
		.executeTakeFirst();
	return found ?? null;
}

const named = sql<boolean>`state = 'confirmed' and visibility in ('addressee', 'public') and sealed is not null`;

/** How many are named to the addressees, and how many are only counted. */
export async function countSignatories(db: Db, { id }: PetitionWithNames): Promise<{ named: number; counted: number }> {
	const { rows } = await sql<{ named: number; counted: number }>`
		select count(*) filter (where ${named}) as named, count(*) filter (where not (${named})) as counted
		from signatures where petition_id = ${id} and state = 'confirmed'`.execute(db);
	return rows[0] ?? { named: 0, counted: 0 };
}

/**
 * Everybody who chose to be named to the addressees, by no order that tells when they signed. Nobody who chose to be
 * counted is read.
 */
export async function* signatories(db: Db, keys: KeyRing, { id }: PetitionWithNames): AsyncGenerator<Signatory> {
	for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
		const { rows } = await sql<{ id: string; visibility: string; sealed: Buffer }>`
			select id, visibility, sealed from signatures
			where petition_id = ${id} and id > ${after} and ${named} order by id limit ${sql.lit(BATCH)}`.execute(db);
		for (const row of rows) {
			const { name, town = "" } = open<{ name: string; town?: string }>(keys, `signatures/${row.id}`, row.sealed);
			yield { name, town, public: row.visibility === "public" };
		}
		const last = rows.at(-1);
		if (!last || rows.length < BATCH) return;
		after = last.id;
	}
}

/** The petitions of some campaigns that still have names. */
export async function namedPetitions(
	db: Db,
	campaigns: readonly number[],
): Promise<{ slug: string; campaign: string }[]> {
	if (campaigns.length === 0) return [];
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.select(["p.slug", "c.slug as campaign"])
		.where("p.campaign_id", "in", [...campaigns])
		.where("p.anonymised_at", "is", null)
		.orderBy("p.id")
		.execute();
}
