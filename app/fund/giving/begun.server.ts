import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type CardStarts, ONION } from "./card-starts.server.ts";
import { type Begun, FRESH_MINUTES } from "./may-start.ts";

/** Whether a page that was begun (`s`, of checkout_starts) has been paid. */
const isPaid = sql`(
	exists (select from checkouts c where c.donation_id = s.donation_id and c.state = 'complete')
		or exists (select from gifts g where g.donation_id = s.donation_id and g.failed_on is null))`;
/** Cards declined on pages for monthly gifts within the last hour. */
const ofMonthly = (campaignId: number) => sql`(
	select coalesce(sum(declines), 0) from monthly_declines
	where campaign_id = ${campaignId} and minute > now() - interval '1 hour')`;

/**
 * What became of the last hour's pages, in one read: over the onion of those alone, else of all others.
 * @param monthly whether a page for a monthly gift is asked for: of what was declined on those nobody can say by which way
 *   it came
 */
export async function countBegun(
	trx: Db,
	campaignId: number,
	starts: CardStarts,
	network: string | null,
	monthly: boolean,
): Promise<Begun> {
	const onion = network === ONION;
	const { rows } = await sql<Omit<Begun, "unpaidHere"> & { here: number }>`
		with begun as (
			select donation_id, started_at > now() - make_interval(mins => ${FRESH_MINUTES}::int) as fresh, declines, ${isPaid} as paid
			from checkout_starts s
			where campaign_id = ${campaignId} and started_at > now() - interval '1 hour'
				and (donation_id = any (${starts.of(ONION)}::uuid[])) = ${onion}
		)
		select count(*) filter (where paid)::int as paid,
			count(*) filter (where not paid and fresh)::int as fresh,
			count(*) filter (where not paid and not fresh)::int as left,
			(coalesce(sum(declines), 0) + case when ${monthly} then ${ofMonthly(campaignId)} else 0 end)::int as declined,
			count(*) filter (where not paid and donation_id = any (${starts.of(network)}::uuid[]))::int as here
		from begun`.execute(trx);
	const { here, ...begun } = rows[0] as (typeof rows)[number];
	return { ...begun, unpaidHere: onion ? null : here };
}

/** Cards declined within the last hour, by whatever way they came, beside the pages that were paid. */
export async function countDeclines(
	db: Db,
	campaignId: number,
): Promise<{ paid: number; onPages: number; monthly: number }> {
	const { rows } = await sql<{ paid: number; onPages: number; monthly: number }>`
		select count(*) filter (where ${isPaid})::int as paid, coalesce(sum(declines), 0)::int as "onPages",
			${ofMonthly(campaignId)}::int as monthly
		from checkout_starts s where campaign_id = ${campaignId} and started_at > now() - interval '1 hour'`.execute(db);
	return rows[0] as (typeof rows)[number];
}
