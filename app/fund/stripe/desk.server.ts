import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { parseReference, printReference } from "../giving/reference.ts";
import type { AlarmKind } from "./alarm-kinds.ts";
import { type GiftFacts, type GiftState, giftState } from "./gift-state.ts";

// What the desk asks of this room, by one door.
export type { AlarmKind } from "./alarm-kinds.ts";
export type { GiftState } from "./gift-state.ts";
export { unlessUnreachable } from "./trouble.ts";

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

/** What somebody has to look at, as the desk shows it. */
export interface OpenAlarm {
	id: number;
	kind: AlarmKind;
	about: string;
	openedOn: string;
	/** The gift to open for it. */
	giftId: string | null;
	/** Money that waits for somebody to say what it is, minor units; what went out is negative. Null where none does. */
	waits: { day: string; currency: string; amount: number } | null;
}

/** What is said to be seen to only by saying what it is: its money stands in `unallocated`. */
const toExplain: readonly AlarmKind[] = ["unknown-transaction", "unlinked-payment"];

/** Open alarms, oldest first. */
export async function openAlarms(db: Db, campaignId: number): Promise<OpenAlarm[]> {
	const { rows } = await sql<OpenAlarm>`
		select a.id, a.kind, a.about, a.opened_on as "openedOn",
			coalesce(g.id, h.id, c.gift_id, r.gift_id, q.gift_id) as "giftId",
			case when a.kind = any (${toExplain}::text[]) then (
				select json_build_object('day', t.created_on, 'currency', t.currency, 'amount', t.amount)
				from stripe_balance_txns t join journals j on j.stripe_txn = t.id
				where t.campaign_id = a.campaign_id and (t.id = a.about or t.source = a.about)
				order by j.seq limit 1) end as waits
		from fund_alarms a
			cross join lateral (select case when a.about ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then a.about::uuid end as id) u
			left join gifts g on g.id = u.id and g.campaign_id = a.campaign_id
			left join gifts h on h.charge = a.about and h.campaign_id = a.campaign_id
			left join disputes c on c.id = a.about and c.campaign_id = a.campaign_id
			left join refunds r on r.stripe_id = a.about and r.campaign_id = a.campaign_id
			left join refunds q on q.id = u.id and q.campaign_id = a.campaign_id
		where a.campaign_id = ${campaignId} and a.closed_on is null order by a.opened_on, a.id`.execute(db);
	return rows;
}

/** Locks an open alarm about money that waits to be explained; undefined where none such is open. */
export async function lockToExplain(
	trx: Db,
	campaignId: number,
	id: number,
): Promise<{ kind: AlarmKind; about: string } | undefined> {
	const { rows } = await sql<{ kind: AlarmKind; about: string }>`
		select kind, about from fund_alarms
		where id = ${id} and campaign_id = ${campaignId} and closed_on is null and kind = any (${toExplain}::text[])
		for update`.execute(trx);
	return rows[0];
}

/**
 * Closes an alarm that staff have seen to.
 * @returns what it was, or undefined where none such is open, or its money has first to be explained
 */
export async function seenTo(
	trx: Db,
	campaignId: number,
	id: number,
	by: string,
): Promise<{ kind: AlarmKind } | undefined> {
	const { rows } = await sql<{ kind: AlarmKind }>`
		update fund_alarms set closed_on = current_date, closed_by = ${by}
		where id = ${id} and campaign_id = ${campaignId} and closed_on is null
			and kind <> all (${toExplain}::text[]) returning kind`.execute(trx);
	return rows[0];
}
