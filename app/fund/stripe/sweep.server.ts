import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { BalanceTxn } from "../ledger/entries.ts";
import { bookTxns, unbooked } from "./book.server.ts";
import type { Looking } from "./looking.ts";
import { asTxn } from "./txn.ts";

/** Days that each sweep reads again: what Stripe makes late is among them. */
const OVERLAP_DAYS = 3;
const MONTH_DAYS = 35;

/**
 * Reads Stripe's list of balance transactions and books what is missing, oldest first: since the last sweep and three days
 * before it, since the account's beginning where there was none. What no webhook has told comes into the books here.
 * @param month reads 35 days again
 * @param signal ends it after the transaction in hand; the next sweep begins where this one began
 * @returns how many were missing
 */
export async function sweep(
	looking: Looking,
	campaignId: number,
	{ month = false, signal }: { month?: boolean; signal?: AbortSignal } = {},
): Promise<number> {
	const { since, now } = await sweptTo(looking.db, month ? MONTH_DAYS : OVERLAP_DAYS);
	const missing = await missingSince(looking, since, signal);
	const booked = await bookTxns(looking, campaignId, missing.reverse(), undefined, signal);
	await looking.db
		.updateTable("stripe_sweeps")
		.set({ swept_to: sql<Date>`greatest(swept_to, to_timestamp(${now}))` })
		.execute();
	return booked;
}

/** Newest first, as Stripe lists them. */
async function missingSince({ db, stripe }: Looking, since: number, signal?: AbortSignal): Promise<BalanceTxn[]> {
	const missing: BalanceTxn[] = [];
	let page: BalanceTxn[] = [];
	const keep = async () => {
		missing.push(...(await unbooked(db, page)));
		page = [];
	};
	for await (const txn of stripe.api.balanceTransactions.list({ created: { gte: since }, limit: 100 })) {
		signal?.throwIfAborted();
		// Without money nothing is booked.
		if (txn.amount !== 0 || txn.fee !== 0) page.push(asTxn(txn));
		if (page.length === 100) await keep();
	}
	await keep();
	return missing;
}

/** Seconds since 1970, by the database's clock. */
async function sweptTo(db: Db, days: number): Promise<{ since: number; now: number }> {
	return db
		.selectFrom("stripe_sweeps")
		.select([
			sql<number>`coalesce(greatest(0, floor(extract(epoch from swept_to - make_interval(days => ${days}::int)))), 0)::float8`.as(
				"since",
			),
			sql<number>`floor(extract(epoch from now()))::float8`.as("now"),
		])
		.executeTakeFirstOrThrow();
}
