import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import type { BalanceTxn } from "../ledger/entries.ts";
import { bookTxns, unbooked } from "./book.server.ts";
import type { Looking } from "./looking.ts";
import { isAway } from "./trouble.ts";
import { asTxn } from "./txn.ts";

/** Days that each sweep reads again: what Stripe makes late is among them. */
const OVERLAP_DAYS = 3;
const MONTH_DAYS = 35;
/** What Stripe lists at once. */
const PAGE = 100;

/** A stretch of time, in seconds since 1970; `to` is not in it. */
interface Span {
	from: number;
	to: number;
}

/**
 * Reads Stripe's list of balance transactions and books what is missing, oldest first: since the last sweep and three days
 * before it, since the account's beginning where there was none. What no webhook has told comes into the books here. One
 * that cannot be booked raises an alarm and keeps no other waiting.
 * @param month reads 35 days again
 * @param signal ends it after the transaction in hand; the next sweep begins where this one ended
 * @returns how many were missing and are booked
 * @throws the first error of what could not be booked, once everything else is; Stripe's at once where it is away
 */
export async function sweep(
	looking: Looking,
	campaignId: number,
	{ month = false, signal }: { month?: boolean; signal?: AbortSignal } = {},
): Promise<number> {
	const span = await spanSince(looking.db, month ? MONTH_DAYS : OVERLAP_DAYS);
	const failed: unknown[] = [];
	let booked = 0;
	for await (const { to, txns } of pagesOf(looking, span)) {
		for (const txn of await unbooked(looking.db, txns)) {
			if (signal?.aborted) return booked;
			booked += await bookOne(looking, campaignId, txn, failed);
		}
		// What failed is read again.
		if (failed.length === 0) await noteSwept(looking.db, to);
		if (signal?.aborted) return booked;
	}
	if (failed.length > 0) throw failed[0];
	return booked;
}

/**
 * What Stripe lists of a stretch, oldest first. Stripe lists the newest first: a stretch that has more than a page is
 * halved, so that nothing has to be kept until the oldest has been read.
 */
async function* pagesOf(looking: Looking, span: Span): AsyncGenerator<{ to: number; txns: BalanceTxn[] }> {
	const { from, to } = span;
	const created = { gte: from, lt: to };
	const list = looking.stripe.api.balanceTransactions.list({ created, limit: PAGE });
	const { has_more: hasMore } = await list;
	const middle = Math.floor((from + to) / 2);
	if (hasMore && middle > from) {
		yield* pagesOf(looking, { from, to: middle });
		yield* pagesOf(looking, { from: middle, to });
		return;
	}
	const listed = [];
	// Of one second there may be more than a page.
	for await (const txn of list) listed.push(txn);
	// Without money nothing is booked.
	yield {
		to,
		txns: listed
			.filter(({ amount, fee }) => amount !== 0 || fee !== 0)
			.map(asTxn)
			.reverse(),
	};
}

async function bookOne(looking: Looking, campaignId: number, txn: BalanceTxn, failed: unknown[]): Promise<number> {
	try {
		return await bookTxns(looking, campaignId, [txn]);
	} catch (error) {
		if (isAway(error)) throw error;
		failed.push(error);
		await inTransaction(looking.db, (trx) => raiseAlarm(trx, campaignId, "balance-differs", txn.id));
		return 0;
	}
}

/** From when to when a sweep reads, by the database's clock: this second too. */
async function spanSince(db: Db, days: number): Promise<Span> {
	return db
		.selectFrom("stripe_sweeps")
		.select([
			sql<number>`coalesce(greatest(0, floor(extract(epoch from swept_to - make_interval(days => ${days}::int)))), 0)::float8`.as(
				"from",
			),
			sql<number>`floor(extract(epoch from now()))::float8 + 1`.as("to"),
		])
		.executeTakeFirstOrThrow();
}

async function noteSwept(db: Db, to: number): Promise<void> {
	await db
		.updateTable("stripe_sweeps")
		.set({ swept_to: sql<Date>`greatest(swept_to, least(to_timestamp(${to}), now()))` })
		.execute();
}
