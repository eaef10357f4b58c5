import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Appends acts as organisers do, a thousand a transaction, with every column filled in some of them. */
export async function plantActs(db: Db, rows: number): Promise<void> {
	for (let from = 1; from <= rows; from += 1_000)
		await sql`
			insert into audit_log (actor, act, campaign_id, about, figures)
			select case when n % 5 > 0 then md5((n % 7)::text)::uuid end,
				(array['item.shown', 'text.published', 'role.granted'])[n % 3 + 1],
				case when n % 4 > 0 then n % 3 + 1 end,
				case when n % 6 > 0 then 'timeline/' || n end,
				case when n % 3 > 0 then jsonb_build_object('rows', n, 'state', 'shown') else '{}' end
			from generate_series(${from}::int, ${Math.min(rows, from + 999)}::int) n`.execute(db);
}

/** The columns of a row of the audit log, each with SQL that changes one byte of its value in place. */
export const alterations = {
	seq: sql`seq = seq + 1000000`,
	at: sql`at = at + interval '1 microsecond'`,
	actor: sql`actor = coalesce(overlay(actor::text placing case right(actor::text, 1) when '0' then '1' else '0' end from 36 for 1)::uuid, gen_random_uuid())`,
	act: sql`act = overlay(act placing case left(act, 1) when 'x' then 'y' else 'x' end from 1 for 1)`,
	campaign_id: sql`campaign_id = coalesce(campaign_id # 1, 1)`,
	about: sql`about = coalesce(overlay(about placing case left(about, 1) when 'x' then 'y' else 'x' end from 1 for 1), 'x')`,
	figures: sql`figures = case when figures = '{}' then '{"n": 1}' else jsonb_set(figures, '{rows}', to_jsonb((figures->>'rows')::int # 1)) end`,
	hash: sql`hash = set_byte(hash, 17, get_byte(hash, 17) # 1)`,
} as const;
export type Column = keyof typeof alterations;

/** Changes one value of one row as only the owner of the database can. */
export async function alter(owner: Db, column: Column, seq: number): Promise<void> {
	await sql`update audit_log set ${alterations[column]} where seq = ${seq}`.execute(owner);
}
