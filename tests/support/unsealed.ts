import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { openBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { sealedColumns } from "#db/sealed-columns.ts";

/** Every sealed value of the database, opened: what somebody with the keys would read. Table and column first. */
export async function unsealed(owner: Db, ring: KeyRing): Promise<string[]> {
	const columns = sealedColumns.map(async ({ table, column, place }) => {
		const { rows } = await sql<{ place: string; sealed: Buffer }>`
			select ${sql.ref(place)}::text as place, ${sql.ref(column)} as sealed
			from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(owner);
		return rows.map(
			({ place, sealed }) => `${table}.${column} ${openBytes(ring, `${table}/${place}`, sealed).toString("latin1")}`,
		);
	});
	return (await Promise.all(columns)).flat();
}
