import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { BucketShape } from "./rates.ts";

/** Tokens that somebody would have. */
export interface Wanted extends BucketShape {
	/** `relay`, `domain-N` or `message-N`. */
	name: string;
	want: number;
	/** Tokens that stay in it whatever is wanted. */
	reserve?: number;
}

/** The database's clock, as all workers have it. */
const databaseClock = sql<Date>`clock_timestamp()`;

/**
 * Takes tokens out of the buckets that all workers share, as many as there are and no more than are wanted, in one
 * statement. A bucket that nobody has used is full.
 * @param clock a moment of the database's, for the test of the rates
 * @returns how many of each, by name
 */
export async function take(
	db: Db,
	wanted: readonly Wanted[],
	clock: RawBuilder<Date> = databaseClock,
): Promise<Map<string, number>> {
	if (wanted.length === 0) return new Map();
	const taken = await takeOf(db, wanted, clock);
	const missing = wanted.filter(({ name }) => !taken.has(name));
	if (missing.length === 0) return taken;
	await sql`
		insert into mail_buckets (name, tokens, refilled_at)
		select name, capacity, ${clock}
		from unnest(${missing.map(({ name }) => name)}::text[], ${missing.map(({ capacity }) => capacity)}::float8[]) m (name, capacity)
		order by name on conflict do nothing`.execute(db);
	return new Map([...taken, ...(await takeOf(db, missing, clock))]);
}

async function takeOf(db: Db, wanted: readonly Wanted[], clock: RawBuilder<Date>): Promise<Map<string, number>> {
	const column = (of: (one: Wanted) => number) => wanted.map(of);
	const { rows } = await sql<{ name: string; n: number }>`
		with wanted as (
			select * from unnest(
				${wanted.map(({ name }) => name)}::text[], ${column(({ want }) => want)}::int[],
				${column(({ capacity }) => capacity)}::float8[], ${column(({ perSecond }) => perSecond)}::float8[],
				${column(({ reserve }) => reserve ?? 0)}::float8[]
			) w (name, want, capacity, per_second, reserve)
		), locked as materialized (
			-- One order for all who lock several buckets.
			select b.name, b.tokens, b.refilled_at from mail_buckets b where b.name in (select name from wanted)
			order by b.name for update
		), filled as (
			-- Whoever waited for the lock may read an earlier clock than whoever had it.
			select w.*, l.refilled_at, greatest(l.refilled_at, ${clock}) as at from locked l join wanted w using (name)
		), full_now as (
			select f.name, f.at, f.want, f.reserve, least(f.capacity, l.tokens
				+ extract(epoch from f.at - f.refilled_at)::float8 * f.per_second) as tokens
			from filled f join locked l using (name)
		), given as (
			select name, at, tokens, greatest(0, least(want, floor(tokens - reserve)))::int as n from full_now
		)
		update mail_buckets b set tokens = g.tokens - g.n, refilled_at = g.at
		from given g where b.name = g.name returning b.name, g.n`.execute(db);
	return new Map(rows.map(({ name, n }) => [name, n]));
}

/** Puts tokens back that nobody needed. */
export async function giveBack(db: Db, unused: ReadonlyMap<string, number>): Promise<void> {
	const some = [...unused].filter(([, n]) => n > 0);
	if (some.length === 0) return;
	await sql`
		with locked as (
			select b.name, u.n from mail_buckets b
			join unnest(${some.map(([name]) => name)}::text[], ${some.map(([, n]) => n)}::int[]) u (name, n) using (name)
			order by b.name for update of b)
		update mail_buckets b set tokens = b.tokens + locked.n from locked where b.name = locked.name`.execute(db);
}
