import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { type Carried, fileOf } from "./carried.ts";
import { type Folder, linesOf, portions } from "./read-files.server.ts";

/** Where rows are brought to. */
export interface Target {
	db: Db;
	keys: KeyRing;
	folder: Folder;
	campaignId: number;
}

/** Rows written by one statement. */
const AT_ONCE = 500;

/** Brings the rows of a table back; those that are here already stay. @returns how many lines its file has */
export async function bringTable(
	{ db, keys, folder, campaignId }: Target,
	{ table, sealed, without }: Carried,
): Promise<number> {
	let done = 0;
	for await (const lines of portions(linesOf(folder, fileOf(table)), AT_ONCE)) {
		const rows = sealed ? lines.map((line) => resealed(keys, table, sealed, line)) : lines;
		const columns = without ? sql.raw(await columnsWithout(db, table, without)) : null;
		await sql`
			insert into ${sql.table(table)} ${columns ? sql`(${columns})` : sql``}
			select ${columns ? sql`${columns}` : sql`r.*`}
			from jsonb_array_elements(${`[${rows.join(",")}]`}::jsonb) with ordinality e (row, place)
				cross join lateral (select seq from (select e.row ->> 'journal' as key) k left join journals j on j.key = k.key) j
				cross join lateral jsonb_populate_record(null::${sql.table(table)}, e.row
					|| jsonb_build_object('campaign_id', ${campaignId}::int, 'journal_seq', j.seq)
					|| case when e.row ->> 'part' = 'journal' then jsonb_build_object('part',
						concat_ws(':', 'journal', j.seq, nullif(e.row ->> 'unit', ''))) else '{}' end) r
			order by e.place
			on conflict do nothing`.execute(db);
		done += lines.length;
	}
	return done;
}

/** Words under the keys of this installation, as Postgres reads bytes in JSON. */
function resealed(keys: KeyRing, table: string, column: string, line: string): string {
	const row = JSON.parse(line);
	const words = row[column];
	const bytes = words === null ? null : `\\x${seal(keys, `${table}/${row.id}`, words).toString("hex")}`;
	return JSON.stringify({ ...row, [column]: bytes });
}

/** The columns that a file has; the others get what a new row has in them. */
async function columnsWithout(db: Db, table: string, without: readonly string[]): Promise<string> {
	const { rows } = await sql<{ name: string }>`
		select quote_ident(attname) as name from pg_attribute
		where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attname <> all (${[...without]}::text[])
		order by attnum`.execute(db);
	return rows.map(({ name }) => name).join(", ");
}
