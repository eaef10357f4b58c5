import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";

/** A petition with words, to hand in. */
export interface HandinPetition {
	id: number;
	slug: string;
	campaignId: number;
	/** The ids of its versions, the first first. */
	versions: number[];
}

/** Puts in an open petition, of each version the addressees' lines in English, Russian and Kazakh. */
export async function plantHandinPetition(owner: Db, addressees: readonly string[][]): Promise<HandinPetition> {
	const slug = `h-${randomBytes(4).toString("hex")}`;
	const { rows } = await sql<{ id: number; campaignId: number }>`
		with c as (
			insert into campaigns (slug, zone, day, key_sealed, opened_at)
			values (${slug}, 'Asia/Almaty', '2026-12-16', '\\x00', now()) returning id)
		insert into petitions (campaign_id, slug, key_sealed, opened_at) select id, ${slug}, '\\x00', now() from c
		returning id, campaign_id as "campaignId"`.execute(owner);
	const [petition] = rows;
	if (!petition) throw new Error("no petition was planted");
	const versions: number[] = [];
	for (const [i, lines] of addressees.entries()) {
		const { id } = await owner
			.insertInto("petition_versions")
			.values({ petition_id: petition.id, number: i + 1 })
			.returning("id")
			.executeTakeFirstOrThrow();
		versions.push(id);
		for (const locale of ["en", "ru", "kk"])
			await owner
				.insertInto("petition_editions")
				.values({
					version_id: id,
					locale,
					title: `A sample petition (${locale})`,
					addressees: lines.map((line) => (locale === "en" ? line : `${line} (${locale})`)).join("\n"),
					summary: "A sample.",
					body: "We ask:\n\n1. One thing\n2. Another",
				})
				.execute();
	}
	return { ...petition, slug, versions };
}

export interface HandinSigner {
	name?: string;
	town?: string;
	organisation?: string;
	/** ISO 3166-1 alpha-2, or ZZ. */
	country?: string;
	line?: string;
	/** The version of the words that they agreed to; 2 names country and line. */
	agreed?: number;
	visibility?: "counted" | "addressee" | "public";
	/** From 1. */
	version?: number;
	state?: string;
	hidden?: boolean;
}

/** Puts in signatures with their sealed words; gives their ids in order. */
export async function plantSigners(
	owner: Db,
	keys: KeyRing,
	petition: HandinPetition,
	signers: readonly HandinSigner[],
): Promise<string[]> {
	const rows = signers.map(
		({ name = "", town = "", organisation, line = "", visibility = "addressee", version = 1, ...rest }) => {
			const id = randomUUID();
			const words = { email: "sample@example.org", name, town, line, linePublic: false, organisation };
			return {
				id,
				petition_id: petition.id,
				version_id: petition.versions[version - 1] ?? 0,
				fingerprint: randomBytes(32),
				state: rest.state ?? "confirmed",
				visibility,
				locale: "en",
				line: line ? "private" : "none",
				country: rest.country ?? "GB",
				sealed: visibility === "counted" ? null : seal(keys, `signatures/${id}`, words),
				hidden_on: rest.hidden ? "2026-11-01" : null,
			};
		},
	);
	for (let i = 0; i < rows.length; i += 1_000)
		await owner
			.insertInto("signatures")
			.values(rows.slice(i, i + 1_000))
			.execute();
	const agreed = signers.map(({ agreed = 2 }) => agreed);
	await sql`
		insert into consent_texts (purpose, version, locale, text)
		select purpose, version, 'en', 'Sample words' from unnest(array['addressee', 'public']) purpose, generate_series(1, 2) version
		on conflict do nothing`.execute(owner);
	await sql`
		insert into signature_consents (signature_id, purpose, version, locale)
		select s.id, s.visibility, a.version, 'en'
		from unnest(${rows.map(({ id }) => id)}::uuid[], ${agreed}::int[]) a (id, version) join signatures s using (id)
		where s.visibility <> 'counted'`.execute(owner);
	return rows.map(({ id }) => id);
}
