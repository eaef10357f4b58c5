import { sql } from "kysely";
import type { AidCategory } from "#app/fund/ledger/entries.ts";
import type { Db } from "#db/client.ts";
import type { AidState } from "./aid-state.ts";
import type { Way } from "./checks.ts";
import type { AidFacts, Obstacle } from "./may.ts";
import { PAGE, type Page, pageOf } from "./page.ts";
import { refusalOf } from "./refusal.server.ts";

/** What is asked for. */
export interface NewAid {
	beneficiary: string;
	category: AidCategory;
	/** ISO 4217. */
	currency: string;
	/** Minor units. */
	amount: number;
}

/** Asks for help for somebody of the fund. @returns the request's id, or why it was not taken */
export async function requestAid(
	trx: Db,
	{ campaignId, by }: { campaignId: number; by: string },
	{ beneficiary, category, currency, amount }: NewAid,
): Promise<{ id: string } | { refused: Obstacle }> {
	try {
		const { rows } = await sql<{ id: string }>`
			insert into aid_requests (campaign_id, beneficiary_id, category, currency, amount, requested_by)
			select campaign_id, id, ${category}, ${currency}, ${amount}::bigint, ${by}::uuid
			from beneficiaries where id = ${beneficiary} and campaign_id = ${campaignId}
			returning id`.execute(trx);
		return rows[0] ?? { refused: "state" };
	} catch (error) {
		const refused = refusalOf(error);
		if (!refused) throw error;
		return { refused };
	}
}

/** A request in the list: nothing of it names anybody. */
export interface ListedAid {
	id: string;
	beneficiary: string;
	category: AidCategory;
	currency: string;
	amount: number;
	state: AidState;
	approvals: number;
	/** Days since it was approved and not paid, or paid without evidence; else null. */
	waits: number | null;
}

/**
 * The requests of a fund: what is open first, by how long it waits; then what is over, newest first.
 * @param page from 1
 * @param most of a page
 */
export async function listAid(db: Db, campaignId: number, page = 1, most = PAGE): Promise<Page<ListedAid>> {
	const { rows } = await sql<ListedAid>`
		with listed as (
			select * from aid_requests where campaign_id = ${campaignId} and state not in ('delivered', 'cancelled')
			union all
			-- However many there are, no more than the pages up to this one are read.
			(select * from aid_requests where campaign_id = ${campaignId} and state in ('delivered', 'cancelled')
				order by requested_on desc, id limit ${page * most + 1})
		)
		select r.id, r.beneficiary_id as beneficiary, r.category, r.currency, r.amount, r.state,
			(select count(*) from aid_approvals a where a.request_id = r.id) as approvals,
			current_date - case r.state when 'payable' then r.payable_on
				when 'paid' then (select paid_on from aid_payments where request_id = r.id) end as waits
		from listed r
		order by r.state in ('delivered', 'cancelled'), waits desc nulls last, r.requested_on desc, r.id
		limit ${most + 1} offset ${(page - 1) * most}`.execute(db);
	return pageOf(rows, most);
}

/** A request as its page shows it to one organiser, and all that decides what they may do. */
export interface Aid extends AidFacts {
	id: string;
	beneficiary: string;
	category: AidCategory;
	currency: string;
	amount: number;
	requestedBy: string;
	requestedOn: string;
	payableOn: string | null;
	approvedBy: string[];
	/** Which checks are missing, or too old. */
	missing: string[];
	/** The way that the family chose. */
	way: Way | null;
	payment: { by: string; on: string; from: "bank" | "cash"; way: Way; fee: number } | null;
	evidence: {
		kind: "receipt" | "contact" | "waived";
		by: string;
		on: string;
		second: string | null;
		reason: string | null;
	}[];
	/** Of the receipt, in hexadecimal. */
	sha256: string | null;
	deliveredBy: string | null;
	cancelled: { by: string; on: string; because: string } | null;
}

/**
 * One request of a fund.
 * @param organiser who asks
 * @param lock holds it until the transaction ends, and with it all that concerns the same person
 */
export async function findAid(
	db: Db,
	campaignId: number,
	id: string,
	organiser: string,
	lock = false,
): Promise<Aid | undefined> {
	if (lock)
		await sql`select from aid_requests where id = ${id} and campaign_id = ${campaignId} for no key update`.execute(db);
	const { rows } = await sql<Aid>`
		select r.id, r.beneficiary_id as beneficiary, r.category, r.currency, r.amount, r.state, r.requested_by as "requestedBy",
			r.requested_on as "requestedOn", r.payable_on as "payableOn", r.delivered_by as "deliveredBy",
			array(select approved_by from aid_approvals where request_id = r.id order by turn) as "approvedBy",
			(select count(*) from aid_approvals where request_id = r.id) as approvals,
			aid_obstacle(r.id, ${organiser}) as obstacle,
			aid_checks_missing(b.id) as missing,
			is_conflicted(b.id, ${organiser}) as conflicted,
			exists (select from aid_approvals where request_id = r.id and is_conflicted(b.id, approved_by)) as "firstConflicted",
			is_aid_changed(r.id) as changed, aid_no(b.id) as "checkedNo",
			may_decide_aid(r.campaign_id, ${organiser}) as settled,
			b.erased_on is not null as erased,
			(select way from beneficiary_checks where beneficiary_id = b.id and kind = 'agreement'
				order by made_on desc, id desc limit 1) as way,
			coalesce(p.paid_by = ${organiser}, false) or exists (
				select from aid_evidence where request_id = r.id and given_by = ${organiser}) as mine,
			(select given_by from aid_evidence where request_id = r.id and kind = 'waived' and second_by is null) as "waivedBy",
			case when p.request_id is not null then json_build_object(
				'by', p.paid_by, 'on', p.paid_on, 'from', p.paid_from, 'way', p.way, 'fee', p.fee) end as payment,
			coalesce((select json_agg(json_build_object('kind', kind, 'by', given_by, 'on', given_on, 'second', second_by,
				'reason', reason) order by given_on, kind) from aid_evidence where request_id = r.id), '[]') as evidence,
			(select encode(sha256, 'hex') from aid_evidence where request_id = r.id and kind = 'receipt') as sha256,
			case when r.state = 'cancelled' then json_build_object(
				'by', r.cancelled_by, 'on', r.cancelled_on, 'because', r.cancelled_because) end as cancelled
		from aid_requests r join beneficiaries b on b.id = r.beneficiary_id
		left join aid_payments p on p.request_id = r.id
		where r.id = ${id} and r.campaign_id = ${campaignId}`.execute(db);
	return rows[0];
}
