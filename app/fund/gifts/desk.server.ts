import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { parseReference, printReference } from "../giving/reference.ts";
import { type GiftFacts, type GiftState, giftState } from "./gift-state.ts";

/** A gift as a list of them has it. */
export interface ListedGift {
	id: string;
	/** Of its donation, as it is printed; null for a gift of nobody's donation. */
	reference: string | null;
	way: "card" | "transfer" | "cash";
	monthly: boolean;
	currency: string;
	amount: number;
	/** `YYYY-MM-DD` */
	givenOn: string;
	state: GiftState;
	double: boolean;
}

const PAGE = 50;

/**
 * The gifts of a fund, newest first, fifty to a page. Nobody is named.
 * @param typed only those of a donation's reference; undefined for all
 * @param page from 1
 */
export async function listGifts(
	db: Db,
	campaignId: number,
	{ typed, page }: { typed?: string; page: number },
): Promise<{ gifts: ListedGift[]; more: boolean }> {
	const reference = typed === undefined ? null : (parseReference(typed) ?? "");
	const { rows } = await sql<Row>`
		with page as materialized (
			select g.id from gifts g
			where g.campaign_id = ${campaignId} and (${reference}::text is null
				or g.donation_id = (select id from donations where reference = ${reference}))
			order by g.given_on desc, g.id limit ${PAGE + 1} offset ${(page - 1) * PAGE})
		-- The sums of these alone: the view groups by gift.
		select w.* from page cross join lateral (${gifts(campaignId)} and g.id = page.id offset 0) w
		order by w."givenOn" desc, w.id`.execute(db);
	return { gifts: rows.slice(0, PAGE).map(asListed), more: rows.length > PAGE };
}

/** A gift with what became of it. */
export interface ReadGift extends ListedGift {
	/** Of its money, minor units of its currency. */
	refunded: number;
	/** What may still be given back. */
	left: number;
	/** What Stripe took, in the currency that Stripe holds; null while it has not said. */
	fee: number | null;
	feeCurrency: string | null;
	refunds: { id: string; amount: number; state: string; madeOn: string; here: boolean }[];
	cases: { id: string; reason: string; status: string; dueOn: string | null; amount: number; currency: string }[];
	/** A giver's address is held, to which a receipt can go. */
	canWrite: boolean;
}

/** One gift of a campaign; undefined where it has none of that id. */
export async function readGift(db: Db, campaignId: number, id: string): Promise<ReadGift | undefined> {
	const { rows } = await sql<Row & Pick<ReadGift, "refunds" | "cases" | "canWrite"> & { asked: number }>`
		select w.*,
			(select coalesce(sum(r.amount), 0)::bigint from refunds r
				where r.gift_id = w.id and r.state not in ('failed', 'canceled', 'refused')) as asked,
			(select coalesce(json_agg(json_build_object('id', r.id, 'amount', r.amount, 'state', r.state, 'madeOn', r.made_on,
				'here', r.asked_by is not null) order by r.made_on, r.id), '[]') from refunds r where r.gift_id = w.id) as refunds,
			(select coalesce(json_agg(json_build_object('id', c.id, 'reason', c.reason, 'status', c.status,
				'dueOn', c.due_on, 'amount', c.amount, 'currency', c.currency) order by c.opened_on, c.id), '[]')
				from disputes c where c.gift_id = w.id) as cases
		from (${gifts(campaignId)} and g.id = ${id}) w`.execute(db);
	const [row] = rows;
	if (!row) return undefined;
	const { refunds, cases, canWrite, asked } = row;
	const { refunded, fee, fee_currency: feeCurrency } = row.sums;
	const left = Math.max(0, row.amount - Math.max(asked, refunded));
	return { ...asListed(row), refunded, left, fee, feeCurrency, refunds, cases, canWrite };
}

interface Row extends Omit<ListedGift, "state" | "reference">, GiftFacts {
	reference: string | null;
}

/** Gifts with what the books say of them; whoever uses it goes on with `and`. */
function gifts(campaignId: number) {
	return sql`
		select g.id, d.reference, g.way, d.frequency = 'monthly' as monthly, g.currency, g.amount, g.given_on as "givenOn",
			g.processing, g.failed_on is not null as failed, g.way = 'card' as "byCard", to_json(s) as sums,
			d.sealed is not null as "canWrite",
			exists (select from fund_alarms a where a.campaign_id = g.campaign_id and a.kind = 'double-gift'
				and a.about = g.id::text and a.closed_on is null) as double
		from gifts g join gift_sums s on s.gift_id = g.id left join donations d on d.id = g.donation_id
		where g.campaign_id = ${campaignId}`;
}

function asListed({ id, reference, way, monthly, currency, amount, givenOn, double, ...facts }: Row): ListedGift {
	return {
		id,
		reference: reference && printReference(reference),
		way,
		monthly: monthly ?? false,
		currency,
		amount,
		givenOn,
		state: giftState(facts),
		double,
	};
}
