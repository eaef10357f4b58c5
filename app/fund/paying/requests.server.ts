import { sql } from "kysely";
import type { AidCategory } from "#app/fund/ledger/entries.ts";
import type { Db } from "#db/client.ts";
import type { AidState } from "./aid-state.ts";
import type { Way } from "./checks.ts";
import type { AidFacts, Obstacle } from "./may.ts";
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

/** The requests of a fund: what is open first, by how long it waits; then what is over, newest first. */
export async function listAid(db: Db, campaignId: number, limit = 200): Promise<ListedAid[]> {
	const { rows } = await sql<ListedAid>`
		select r.id, r.beneficiary_id as beneficiary, r.category, r.currency, r.amount, r.state,
			(select count(*) from aid_approvals a where a.request_id = r.id) as approvals,
			current_date - case r.state when 'payable' then r.payable_on when 'paid' then p.paid_on end as waits
		from aid_requests r left join aid_payments p on p.request_id = r.id
		where r.campaign_id = ${campaignId}
		order by r.state in ('delivered', 'cancelled'), waits desc nulls last, r.requested_on desc, r.id
		limit ${limit}`.execute(db);
	return rows;
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

/** A beneficiary in the list: a number, and how far one may go. */
export interface ListedBeneficiary {
	id: string;
	enteredOn: string;
	erased: boolean;
	missing: string[];
	/** Requests that are not over. */
	open: number;
}

/** Whom a fund may help, by number; who was erased is not among them. */
export async function listBeneficiaries(db: Db, campaignId: number): Promise<ListedBeneficiary[]> {
	const { rows } = await sql<ListedBeneficiary>`
		select b.id, b.entered_on as "enteredOn", b.erased_on is not null as erased, aid_checks_missing(b.id) as missing,
			(select count(*) from aid_requests where beneficiary_id = b.id and state not in ('delivered', 'cancelled')) as open
		from beneficiaries b where b.campaign_id = ${campaignId} and b.erased_on is null
		order by b.entered_on desc, b.id limit 500`.execute(db);
	return rows;
}

/** One beneficiary as their page shows them before anybody looks at the name. */
export interface KnownBeneficiary extends ListedBeneficiary {
	/** Who declared a conflict of interest: ids of organisers. */
	conflicts: string[];
	requests: { id: string; category: AidCategory; currency: string; amount: number; state: AidState }[];
}

/** One beneficiary of a fund, erased or not. */
export async function findBeneficiary(db: Db, campaignId: number, id: string): Promise<KnownBeneficiary | undefined> {
	const { rows } = await sql<KnownBeneficiary>`
		select b.id, b.entered_on as "enteredOn", b.erased_on is not null as erased, aid_checks_missing(b.id) as missing,
			(select count(*) from aid_requests where beneficiary_id = b.id and state not in ('delivered', 'cancelled')) as open,
			array(select organiser_id from beneficiary_conflicts where beneficiary_id = b.id order by declared_on, 1) as conflicts,
			coalesce((select json_agg(json_build_object('id', id, 'category', category, 'currency', currency, 'amount', amount,
				'state', state) order by requested_on, id) from aid_requests where beneficiary_id = b.id), '[]') as requests
		from beneficiaries b where b.id = ${id} and b.campaign_id = ${campaignId}`.execute(db);
	return rows[0];
}

/** An organiser says that they are too near to somebody to decide: it is not taken back. @returns whether it is new */
export async function declareConflict(
	trx: Db,
	campaignId: number,
	beneficiary: string,
	organiser: string,
): Promise<boolean> {
	const { numAffectedRows } = await sql`
		insert into beneficiary_conflicts (beneficiary_id, organiser_id)
		select id, ${organiser}::uuid from beneficiaries where id = ${beneficiary} and campaign_id = ${campaignId}
		on conflict do nothing`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}
