import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { askedOf, type Known, type Match, type Matched, match } from "./match.ts";
import { mistypedIn, oneSlipFrom } from "./near-reference.ts";

/** What a line or a part is taken for by itself; of what nobody knows, the reference that may have been meant. */
export interface Weighed {
	found: Match;
	near: string | null;
}

/** Looks up what a line, or a part of one, may be, and decides. */
export async function weigh(trx: Db, campaignId: number, line: Matched): Promise<Weighed> {
	const found = match(line, await lookUp(trx, campaignId, line));
	return { found, near: found.is === "unknown" ? await nearTo(trx, campaignId, line) : null };
}

async function lookUp(trx: Db, campaignId: number, line: Matched): Promise<Known> {
	const { references, mayBePayout } = askedOf(line);
	const { bookedOn, currency, amount } = line;
	const { rows } = await sql<Known>`
		select may_be_fees(${campaignId}, ${currency}, ${amount}::bigint) as "mayBeFee",
			(select coalesce(json_agg(json_build_object('id', id, 'reference', reference)), '[]') from donations
				where campaign_id = ${campaignId} and reference = any (${references}::text[])) as donations,
			(select coalesce(json_agg(json_build_object('id', id) order by arrives_on, id), '[]') from payouts_not_arrived
				where ${mayBePayout} and campaign_id = ${campaignId} and currency = ${currency}
					and amount = ${amount}::bigint) as payouts,
			(select coalesce(json_agg(json_build_object('seq', seq, 'key', key)), '[]') from aid_not_shown
				where ${amount}::bigint < 0 and campaign_id = ${campaignId} and currency = ${currency}
					and amount = ${amount}::bigint
					and occurred_on between ${bookedOn}::date - 30 and ${bookedOn}::date + 10) as aid`.execute(trx);
	const [known] = rows;
	if (!known) throw new Error("a select without a from has one row");
	return known;
}

/** The transfer of that amount which has not come, and whose reference is one slip from what was written; null for several. */
async function nearTo(trx: Db, campaignId: number, { amount, currency, text }: Matched): Promise<string | null> {
	const meant = amount > 0 ? mistypedIn(text).flatMap(oneSlipFrom) : [];
	if (meant.length === 0) return null;
	const { rows } = await sql<{ reference: string }>`
		select d.reference from donations d
		where d.reference = any (${meant}::text[]) and d.campaign_id = ${campaignId} and d.way = 'transfer'
			and d.currency = ${currency} and d.amount + d.cover = ${amount}::bigint
			and not exists (select from gifts g where g.donation_id = d.id) limit 2`.execute(trx);
	return rows.length === 1 ? (rows[0]?.reference ?? null) : null;
}
