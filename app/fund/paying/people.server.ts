import { sql } from "kysely";
import type { AidCategory } from "#app/fund/ledger/entries.ts";
import type { Db } from "#db/client.ts";
import type { AidState } from "./aid-state.ts";
import { PAGE, type Page, pageOf } from "./page.ts";

/** A beneficiary in the list: a number, and how far one may go. */
export interface ListedBeneficiary {
	id: string;
	enteredOn: string;
	erased: boolean;
	missing: string[];
	/** Requests that are not over. */
	open: number;
}

/**
 * Whom a fund may help, by number, newest first; who was erased is not among them.
 * @param page from 1
 * @param most of a page
 */
export async function listBeneficiaries(
	db: Db,
	campaignId: number,
	page = 1,
	most = PAGE,
): Promise<Page<ListedBeneficiary>> {
	const { rows } = await sql<ListedBeneficiary>`
		select b.id, b.entered_on as "enteredOn", b.erased_on is not null as erased, aid_checks_missing(b.id) as missing,
			(select count(*) from aid_requests where beneficiary_id = b.id and state not in ('delivered', 'cancelled')) as open
		from beneficiaries b where b.campaign_id = ${campaignId} and b.erased_on is null
		order by b.entered_on desc, b.id limit ${most + 1} offset ${(page - 1) * most}`.execute(db);
	return pageOf(rows, most);
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
