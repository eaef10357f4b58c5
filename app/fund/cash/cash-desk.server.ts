import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A box as the desk lists it. What was counted is shown once nobody has to count it unseen. */
export interface ShownBox {
	number: number;
	currency: string;
	takenOn: string;
	state: "entered" | "differs" | "counted";
	/** Minor units; null until two have come to the same. */
	amount: number | null;
	/** Of this round, the first count first; `amount` null while somebody has to count it unseen. */
	counts: { by: string; amount: number | null }[];
}

/** A fund's boxes, those that wait first and then the newest; and what cash there is, by currency. */
export async function readCash(db: Db, campaignId: number) {
	const [{ rows: boxes }, { rows: sums }] = await Promise.all([
		sql<ShownBox>`
			select b.number, b.currency, b.taken_on as "takenOn", b.state, b.amount, (
				select json_agg(json_build_object('by', c.counted_by, 'amount', case when b.state <> 'entered' then c.amount end)
					order by c.turn) from cash_counts c where c.box_id = b.id and c.round = b.round) as counts
			from cash_boxes b where b.campaign_id = ${campaignId}
			order by (b.state = 'counted'), b.number desc limit 100`.execute(db),
		sql<{ currency: string; balance: number }>`
			select a.currency, b.balance from ledger_accounts a join ledger_balances b on b.account_id = a.id
			where a.campaign_id = ${campaignId} and a.code = 'cash' and b.balance <> 0 order by a.currency`.execute(db),
	]);
	return { boxes, sums };
}

/** The currency of a box, in which its amount is typed; undefined where the fund has none of that number. */
export async function currencyOfBox(db: Db, campaignId: number, number: number): Promise<string | undefined> {
	const row = await db
		.selectFrom("cash_boxes")
		.where("campaign_id", "=", campaignId)
		.where("number", "=", number)
		.select("currency")
		.executeTakeFirst();
	return row?.currency;
}
