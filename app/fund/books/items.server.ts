import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Item, Promises, Standing } from "./cells.ts";

/** An item with what was published of it as given; null where it stands in no row. */
type Row = Item & { published: number | null };

/** What cells are made of. */
export interface Material {
	items: Item[];
	standing: Standing;
}

/** What there is to publish of help to families: everything that has not been published as it is. @param until exclusive */
export async function aidMaterial(trx: Db, campaignId: number, until: string): Promise<Material> {
	const { rows } = await sql<Row>`
		with legs as (
			select case when j.key like 'aid:%' then j.key else r.key end as key, a.code, a.currency, p.amount
			from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
				left join journals r on r.seq = j.reverses
			where j.campaign_id = ${campaignId} and j.occurred_on < ${until}::date
				and a.code in ('aid_payable', 'aid_family', 'aid_lawyer', 'aid_parcels', 'aid_medical')
		), items as (
			select 'aid:' || split_part(key, ':', 2) as id, currency,
				coalesce(max(substr(code, 5)) filter (where code <> 'aid_payable'), '') as category,
				coalesce(-sum(amount) filter (where code = 'aid_payable'), 0)::bigint as promised, sum(amount)::bigint as given
			from legs group by 1, 2
		)
		select i.*, family_behind(${campaignId}, i.id) as family, t.published from items i
			left join lateral (
				select sum(case when f.kind = 'given' then t.amount else 0 end)::bigint as published
				from fund_publication_parts t join fund_publications f using (campaign_id, n)
				where t.campaign_id = ${campaignId} and t.part = i.id and f.currency = i.currency
			) t on true
		where i.promised <> 0 or i.given is distinct from coalesce(t.published, 0)
		order by i.id`.execute(trx);
	const { rows: promises } = await sql<Promises>`
		select f.n, f.currency, f.category, json_agg(json_build_object('id', t.part, 'amount', t.amount) order by t.part) as parts
		from fund_publications f join fund_publication_parts t using (campaign_id, n)
		where f.campaign_id = ${campaignId} and f.kind = 'promised' and f.amount < 0 and not exists (
			select from fund_publications r where r.campaign_id = f.campaign_id and r.reverses = f.n)
		group by f.n, f.currency, f.category order by f.n`.execute(trx);
	return { items: rows, standing: { promises, given: givenOf(rows, promises) } };
}

/** What costs and exchange are booked to, by the kind under which they are published. */
export type CostKind = "fees" | "exchange" | "bank-costs";
const accounts: Readonly<Record<CostKind, string[]>> = {
	fees: ["processor_fees", "dispute_fees"],
	exchange: ["fx"],
	"bank-costs": ["transfer_fees"],
};

/**
 * The same of what costs and of what was changed between currencies, a journal each.
 * @param ofPayments of journals that also touch money going out, or of all others; both for bank costs
 */
export async function costMaterial(
	trx: Db,
	campaignId: number,
	kind: CostKind,
	until: string,
	ofPayments: boolean,
): Promise<Material> {
	const { rows } = await sql<Row>`
		with legs as (
			select j.seq, coalesce(j.reverses, j.seq) as root, a.currency, p.amount
			from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
			where j.campaign_id = ${campaignId} and j.occurred_on < ${until}::date and a.code = any (${accounts[kind]}::text[])
				and (${kind} = 'bank-costs' or ${ofPayments} = exists (
					select from postings o join ledger_accounts b on b.id = o.account_id
					where o.journal_seq = j.seq and b.code in ('aid_payable', 'bank', 'cash')))
		), units as (
			-- The two currencies of an exchange, so that both its sums stand for the same gifts.
			select root, string_agg(distinct currency, '' order by currency) as pair,
				(select family_behind(${campaignId}, key) from journals where seq = root) as family
			from legs group by root
		), items as (
			select 'journal:' || root || case when ${kind} = 'exchange' then ':' || currency else '' end as id, currency,
				case when ${kind} = 'exchange' then units.pair else '' end as category,
				units.family, 0 as promised, sum(amount)::bigint as given
			from legs join units using (root) group by root, currency, units.pair, units.family
		)
		select i.*, t.published from items i
			left join lateral (
				select sum(t.amount)::bigint as published
				from fund_publication_parts t join fund_publications f using (campaign_id, n)
				where t.campaign_id = ${campaignId} and t.part = i.id and f.kind = ${kind} and f.currency = i.currency
			) t on true
		where i.given is distinct from coalesce(t.published, 0)
		order by i.id`.execute(trx);
	return { items: rows, standing: { promises: [], given: givenOf(rows, []) } };
}

function givenOf(rows: readonly Row[], promises: readonly Promises[]): Map<string, number> {
	return new Map([
		...promises.flatMap(({ parts }) => parts.map(({ id }) => [id, 0] as const)),
		...rows.flatMap(({ id, published }) => (published === null ? [] : [[id, published] as const])),
	]);
}
