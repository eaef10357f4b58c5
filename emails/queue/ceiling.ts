import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Seconds within which many complaints of the relay are one. */
const ONE_FALL_SECONDS = 4;
/** Mails a minute below which the rate is not halved any more. */
const LEAST = 60;
/** Part of the rate before the first fall that every quiet minute gives back. */
const STEP = 1 / 8;

const databaseClock = sql<Date>`clock_timestamp()`;

/** What holds at a moment: the last fall's, and a step more for each minute since. */
const now = (clock: RawBuilder<Date>) => sql<number>`
	b.ceiling + b.before_fall * ${STEP}::float8 * floor(extract(epoch from ${clock} - b.slowed_at)::float8 / 60)`;

/**
 * How many mails a minute the relay bears, since it has asked for fewer; null when it has not, or has long been quiet.
 * @param clock a moment of the database's, for the test of the rates
 */
export async function readCeiling(db: Db, clock: RawBuilder<Date> = databaseClock): Promise<number | null> {
	const { rows } = await sql<{ ceiling: number | null; before_fall: number | null }>`
		select ${now(clock)} as ceiling, before_fall from mail_buckets b where name = 'relay'`.execute(db);
	const [row] = rows;
	return !row || row.ceiling === null || row.ceiling >= (row.before_fall ?? 0) ? null : row.ceiling;
}

/**
 * Halves the rate of all workers because the relay asked for fewer (421, 454, 4.7.x): once in four seconds, however
 * often it says so meanwhile, as what is under way was sent before.
 * @param observed mails a minute that went when it said so
 */
export async function slowDown(db: Db, observed: number, clock: RawBuilder<Date> = databaseClock): Promise<void> {
	const rate = Math.max(LEAST, observed);
	await sql`
		insert into mail_buckets as b (name, tokens, refilled_at, ceiling, before_fall, slowed_at)
		values ('relay', 0, ${clock}, ${Math.max(LEAST, rate / 2)}, ${rate}, ${clock})
		on conflict (name) do update set
			tokens = least(b.tokens, 0),
			refilled_at = greatest(b.refilled_at, excluded.refilled_at),
			slowed_at = excluded.slowed_at,
			before_fall = case when ${now(clock)} < b.before_fall then b.before_fall else excluded.before_fall end,
			ceiling = case when ${now(clock)} < b.before_fall
				then greatest(${LEAST}::float8, least(${now(clock)}, excluded.before_fall) / 2)
				else excluded.ceiling end
		where b.slowed_at is null or b.slowed_at <= ${clock} - make_interval(secs => ${ONE_FALL_SECONDS}::int)`.execute(db);
}
