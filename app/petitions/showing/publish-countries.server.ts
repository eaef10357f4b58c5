import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Published, publishCells, unpublished } from "../small-cells.ts";

/** The key under which the rest of a dimension is kept. */
const REST = "";

/** What was last published of a petition's countries. */
export async function publishedCountries(db: Db, slug: string): Promise<Published> {
	const { rows } = await sql<{ key: string; n: number }>`
		select c.key, c.n from published_cells c join petitions p on p.id = c.petition_id
		where p.slug = ${slug} and c.dimension = 'country' order by c.n desc, c.key`.execute(db);
	return publishedOf(rows);
}

/**
 * Moves what is published of each petition's countries to what may be said today: at most once a day each, and only in
 * steps that tell fewer than five people apart from nobody (`small-cells.ts`).
 * @param signal ends it after the petition at hand
 * @returns of how many petitions it moved
 */
export async function publishCountries(db: Db, signal?: AbortSignal): Promise<number> {
	const { rows } = await sql<{ id: number }>`
		select p.id from petitions p
		where exists (select from signature_counts n where n.petition_id = p.id)
			and not exists (select from published_cells c where c.petition_id = p.id and c.published_on = current_date)
		order by p.id`.execute(db);
	let moved = 0;
	for (const { id } of rows) {
		if (signal?.aborted) break;
		if (await inTransaction(db, (trx) => publishCountriesOf(trx, id))) moved++;
	}
	return moved;
}

async function publishCountriesOf(trx: Db, petitionId: number): Promise<boolean> {
	// Two workers at once: the second one sees what the first one published.
	await sql`select from petitions where id = ${petitionId} for no key update`.execute(trx);
	const { rows: last } = await sql<{ key: string; n: number }>`
		select key, n from published_cells where petition_id = ${petitionId} and dimension = 'country'`.execute(trx);
	const { country_step: step } = await trx
		.selectFrom("petition_counts")
		.where("petition_id", "=", petitionId)
		.select("country_step")
		.executeTakeFirstOrThrow();
	const { rows: counts } = await sql<{ key: string; n: number }>`
		select country as key, sum(n)::bigint as n from signature_counts
		where petition_id = ${petitionId} group by country having sum(n) > 0`.execute(trx);
	const previous = publishedOf(last);
	const next = publishCells(previous, new Map(counts.map(({ key, n }) => [key, n])), step);
	if (next === previous) return false;
	const rows = [...next.cells, ...(next.rest > 0 ? [[REST, next.rest] as const] : [])];
	await sql`delete from published_cells where petition_id = ${petitionId} and dimension = 'country'`.execute(trx);
	await sql`
		insert into published_cells (petition_id, dimension, key, n)
		select ${petitionId}::int, 'country', key, n
		from unnest(${rows.map(([key]) => key)}::text[], ${rows.map(([, n]) => n)}::int[]) w (key, n)`.execute(trx);
	await sql`update petition_counts set country_step = secret_step() where petition_id = ${petitionId}`.execute(trx);
	return true;
}

function publishedOf(rows: readonly { key: string; n: number }[]): Published {
	if (rows.length === 0) return unpublished;
	return {
		cells: new Map(rows.filter(({ key }) => key !== REST).map(({ key, n }) => [key, n])),
		rest: rows.find(({ key }) => key === REST)?.n ?? 0,
	};
}
