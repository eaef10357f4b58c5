import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { AccountCode } from "./entries.ts";

/** What an account holds: minor units, debit positive. */
export interface Balance {
	account: AccountCode;
	currency: string;
	balance: number;
}

/** The balances of a fund, as Postgres keeps them, by account and currency. */
export async function balances(db: Db, campaignId: number): Promise<Balance[]> {
	const { rows } = await sql<Balance>`
		select a.code as account, a.currency, b.balance
		from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${campaignId} order by a.currency, a.code`.execute(db);
	return rows;
}

/**
 * What a fund can give out: what stands at Stripe, on its way, in the bank and in cash, less what is promised,
 * unexplained or owed to givers, less the reserve. Minor units; negative where the reserve is not full.
 */
export async function available(db: Db, campaignId: number, currency: string): Promise<number> {
	const { rows } = await sql<{ available: number }>`
		select fund_available(${campaignId}, ${currency}) as available`.execute(db);
	return rows[0]?.available ?? 0;
}

/** The reserve against gifts that are taken back: a share of the card gifts of the last 120 days, minor units. */
export async function reserve(db: Db, campaignId: number, currency: string): Promise<number> {
	const { rows } = await sql<{ reserve: number }>`
		select fund_reserve(${campaignId}, ${currency}) as reserve`.execute(db);
	return rows[0]?.reserve ?? 0;
}
