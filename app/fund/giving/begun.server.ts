import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type CardStarts, ONION } from "./card-starts.server.ts";
import { TRIES_OF_A_PAGE } from "./card-testing.ts";
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
 * @param starts which pages came from one network, as far as this process knows; what it does not know counts page by page
 * @param monthly whether a page for a monthly gift is asked for: nobody can say on which of those a card was declined, so
 *   that all are counted, unless none came by this way
 */
export async function countBegun(
	trx: Db,
	campaignId: number,
	starts: CardStarts,
	network: string | null,
	monthly: boolean,
): Promise<Begun> {
	const onion = network === ONION;
	const networks = onion ? [] : starts.all();
	const { rows } = await sql<Omit<Begun, "here"> & { here: NonNullable<Begun["here"]> }>`
		with known as (
			select * from unnest(${networks.flat()}::uuid[], ${networks.flatMap((ids, n) => ids.map(() => n))}::int[]) k (id, network)
		), begun as (
			select donation_id, started_at > now() - make_interval(mins => ${FRESH_MINUTES}::int) as fresh, declines,
				donation_id = any (${onion ? [] : starts.of(network)}::uuid[]) as here, ${isPaid} as paid,
				(select frequency = 'monthly' from donations d where d.id = s.donation_id) as monthly
			from checkout_starts s
			where campaign_id = ${campaignId} and started_at > now() - interval '1 hour' and onion = ${onion}
		), per_network as (
			select sum(declines) as declines from begun left join known on id = donation_id
			group by coalesce(network::text, donation_id::text)
		)
		select count(*) filter (where paid)::int as paid,
			count(*) filter (where not paid and fresh)::int as fresh,
			count(*) filter (where not paid and not fresh)::int as left,
			((select coalesce(sum(case when ${onion} then declines else least(declines, ${TRIES_OF_A_PAGE}) end), 0) from per_network)
				+ case when ${monthly} and bool_or(monthly) then ${ofMonthly(campaignId)} else 0 end)::int as declined,
			json_build_object('paid', count(*) filter (where here and paid), 'unpaid', count(*) filter (where here and not paid),
				'declined', coalesce(sum(declines) filter (where here), 0)) as here
		from begun`.execute(trx);
	const { here, ...begun } = rows[0] as (typeof rows)[number];
	return { ...begun, here: onion ? null : here };
}

/** Cards declined within the last hour, by whatever way they came. */
export interface Declines {
	/** Pages that were paid meanwhile. */
	paid: number;
	onPages: number;
	/** On pages for monthly gifts, nobody knows on which. */
	monthly: number;
	/** Pages for monthly gifts on which somebody may be paying now. */
	openMonthly: number;
}

/** Counts them in one read; by networks they are not told apart there. */
export async function countDeclines(db: Db, campaignId: number): Promise<Declines> {
	const { rows } = await sql<Declines>`
		select count(*) filter (where ${isPaid})::int as paid, coalesce(sum(declines), 0)::int as "onPages",
			${ofMonthly(campaignId)}::int as monthly,
			(select count(*)::int from checkouts c join donations d on d.id = c.donation_id
				where c.state = 'open' and c.expires_at > now() and d.campaign_id = ${campaignId} and d.frequency = 'monthly')
				as "openMonthly"
		from checkout_starts s where campaign_id = ${campaignId} and started_at > now() - interval '1 hour'`.execute(db);
	return rows[0] as Declines;
}
