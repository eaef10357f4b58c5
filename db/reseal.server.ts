import { sql } from "kysely";
import type { Db } from "./client.ts";
import { type SealedColumn, sealedColumns } from "./sealed-columns.ts";

/** One sealed value and where it stands. */
export interface SealedValue {
	key: string;
	place: string;
	sealed: Buffer;
}

/** How many values of a column are sealed under another version than the newest. */
export async function countStale(db: Db, column: SealedColumn, newest: number): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from ${sql.table(column.table)} where ${stale(column, newest)}`.execute(db);
	return rows[0]?.n ?? 0;
}

/**
 * The next values sealed under another version than the newest, in the order of the column's key. Nothing is locked.
 * @param after the key of the last one seen
 */
export async function readStale(
	db: Db,
	column: SealedColumn,
	newest: number,
	after: string | undefined,
	limit: number,
): Promise<SealedValue[]> {
	const key = sql.ref(column.key);
	const from = after === undefined ? sql`` : sql`and ${key} > ${after}::${sql.raw(column.type)}`;
	const { rows } = await sql<SealedValue>`
		select ${key}::text as key, ${sql.ref(column.place)}::text as place, ${sql.ref(column.column)} as sealed
		from ${sql.table(column.table)}
		where ${stale(column, newest)} ${from}
		order by ${key} limit ${sql.lit(limit)}`.execute(db);
	return rows;
}

/**
 * Puts fresh seals in the place of old ones, in one statement. A row that somebody else holds is passed over, never
 * waited for, so that nobody ever waits for us in a circle; one that has changed since it was read stays as it is.
 * @returns how many were replaced
 */
export async function replaceSeals(
	db: Db,
	{ table, column, key, type }: SealedColumn,
	seals: readonly { key: string; sealed: Buffer; fresh: Buffer }[],
): Promise<number> {
	const keys = sql`${seals.map((seal) => seal.key)}::${sql.raw(type)}[]`;
	const { numAffectedRows } = await sql`
		with free as (
			select ${sql.ref(key)} as key from ${sql.table(table)} where ${sql.ref(key)} = any(${keys})
			-- Not FOR UPDATE: nobody's foreign key waits for a new seal.
			for no key update skip locked)
		update ${sql.table(table)} t set ${sql.ref(column)} = s.fresh
		from unnest(${keys}, ${seals.map(({ sealed }) => sealed)}::bytea[], ${seals.map(({ fresh }) => fresh)}::bytea[])
			as s (key, sealed, fresh)
		where t.${sql.ref(key)} = s.key and t.${sql.ref(column)} = s.sealed
			and t.${sql.ref(key)} = any(array(select key from free))`.execute(db);
	return Number(numAffectedRows ?? 0);
}

/** Whether anything at all is sealed under a version. Reads every sealed column: for the one start after a key was dropped. */
export async function isSealedUnder(db: Db, version: number): Promise<boolean> {
	const somewhere = sealedColumns.map(
		({ table, column }) =>
			sql`exists (select from ${sql.table(table)} where get_byte(${sql.ref(column)}, 0) = ${version}::int)`,
	);
	const { rows } = await sql<{ found: boolean }>`select ${sql.join(somewhere, sql` or `)} as found`.execute(db);
	return rows[0]?.found ?? false;
}

function stale({ column }: SealedColumn, newest: number) {
	return sql`get_byte(${sql.ref(column)}, 0) <> ${newest}::int`;
}
