import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { balances } from "../ledger/balances.server.ts";
import type { Looking } from "./looking.ts";
import { sweep } from "./sweep.server.ts";

/** Looks before an alarm is raised: money may move between Stripe's two answers. */
const LOOKS = 3;

/**
 * Compares what the books have at Stripe with what Stripe says it holds, currency by currency; where they differ, after a
 * sweep and another look, an alarm is raised. It closes when they agree again.
 * @returns the currencies that differ; none where the end was asked for before that could be known
 */
export async function compareBalance(
	looking: Looking,
	campaignId: number,
	signal?: AbortSignal,
): Promise<readonly string[]> {
	let differ: readonly string[] = [];
	for (let look = 0; look < LOOKS; look++) {
		// What it cannot book has an alarm of its own.
		if (look > 0) await sweep(looking, campaignId, { signal }).catch(() => undefined);
		// Not all has been read: nobody knows yet.
		if (signal?.aborted) return [];
		differ = await differing(looking, campaignId);
		if (differ.length === 0) break;
	}
	await inTransaction(looking.db, async (trx) => {
		for (const currency of differ) await raiseAlarm(trx, campaignId, "balance-differs", currency);
		await closeAgreeing(trx, campaignId, differ);
		if (differ.length === 0)
			await trx.updateTable("stripe_sweeps").set({ balance_on: sql<string>`current_date` }).execute();
	});
	return differ;
}

/** Alarms of currencies that agree; those of payouts, which have a longer name, are not meant. */
async function closeAgreeing(trx: Db, campaignId: number, differ: readonly string[]): Promise<void> {
	const open = await trx
		.selectFrom("fund_alarms")
		.where("campaign_id", "=", campaignId)
		.where("kind", "=", "balance-differs")
		.where("closed_on", "is", null)
		.select("about")
		.execute();
	for (const { about } of open)
		if (about.length === 3 && !differ.includes(about))
			await closeAlarm(trx, campaignId, "balance-differs", about, null);
}

async function differing({ db, stripe }: Looking, campaignId: number): Promise<string[]> {
	const before = await booked(db, campaignId);
	const { available, pending } = await stripe.api.balance.retrieve();
	const after = await booked(db, campaignId);
	const held = new Map<string, number>();
	for (const { currency, amount } of [...available, ...pending])
		held.set(currency.toUpperCase(), (held.get(currency.toUpperCase()) ?? 0) + amount);
	return [...new Set([...before.keys(), ...after.keys(), ...held.keys()])].filter((currency) => {
		const there = held.get(currency) ?? 0;
		// What was booked meanwhile may or may not be in Stripe's answer.
		return there !== (before.get(currency) ?? 0) && there !== (after.get(currency) ?? 0);
	});
}

async function booked(db: Db, campaignId: number): Promise<Map<string, number>> {
	const all = await balances(db, campaignId);
	return new Map(
		all.filter(({ account }) => account === "stripe_balance").map(({ currency, balance }) => [currency, balance]),
	);
}
