import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A petition without words, to hang signatures on. */
export async function plantPetition(owner: Db, slug = `p-${randomBytes(4).toString("hex")}`) {
	const { rows } = await sql<{ id: number }>`
		with c as (
			insert into campaigns (slug, zone, day, key_sealed) values (${slug}, 'Asia/Almaty', '2026-12-16', '\\x00')
			returning id),
		p as (
			insert into petitions (campaign_id, slug, key_sealed, opened_at) select id, ${slug}, '\\x00', now() from c
			returning id),
		v as (insert into petition_versions (petition_id, number) select id, 1 from p)
		select id from p`.execute(owner);
	const [planted] = rows;
	if (!planted) throw new Error("no petition was planted");
	return { id: planted.id, slug };
}

export interface Planted {
	state?: string;
	domain?: Buffer | null;
	country?: string;
	locale?: string;
	source?: string;
	visibility?: string;
	/** As 2026-12-16; today unless given. */
	day?: string;
}

/** Puts signatures in as if they had been confirmed; gives their ids in order. */
export async function plantSignatures(
	owner: Db,
	petitionId: number,
	signatures: readonly Planted[],
): Promise<string[]> {
	const { id: version } = await owner
		.selectFrom("petition_versions")
		.select("id")
		.where("petition_id", "=", petitionId)
		.executeTakeFirstOrThrow();
	const rows = signatures.map(({ state, domain, country, locale, source, visibility, day }) => ({
		id: randomUUID(),
		petition_id: petitionId,
		version_id: version,
		fingerprint: randomBytes(32),
		domain_fingerprint: domain ?? null,
		withdraw_hash: randomBytes(32),
		state: state ?? "confirmed",
		visibility: visibility ?? "counted",
		locale: locale ?? "en",
		country: country ?? "GB",
		source: source ?? "",
		sealed: visibility && visibility !== "counted" ? randomBytes(64) : null,
		...(day && { confirmed_on: day }),
	}));
	for (let i = 0; i < rows.length; i += 1_000)
		await owner
			.insertInto("signatures")
			.values(rows.slice(i, i + 1_000))
			.execute();
	return rows.map(({ id }) => id);
}
