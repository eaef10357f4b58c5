import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { compareBalance } from "./balance.server.ts";
import { forgetDeclines } from "./declines.server.ts";
import { stripeFund } from "./fund.server.ts";
import type { Hint } from "./hint.ts";
import { lookAgain } from "./look-again.server.ts";
import type { Looking } from "./looking.ts";
import { sweep } from "./sweep.server.ts";
import { isAway, isMissing } from "./trouble.ts";

export type { Looking } from "./looking.ts";

/** For how long a case that has ended is looked at again, and new ones are looked for. */
const DAYS = 35;

/**
 * Every hour: forgets declined cards, books what no webhook has told of, looks at everything that is on its way or undecided, and compares the books
 * with Stripe's balance. What fails keeps nothing else waiting.
 * @param signal ends it early; the next one goes on
 * @throws the first error, when everything else is done; Stripe's at once where it is away
 */
export async function hourly(looking: Looking, signal: AbortSignal): Promise<void> {
	const campaignId = await stripeFund(looking.db);
	if (campaignId === undefined) return;
	await allOf([
		() => forgetDeclines(looking.db),
		() => sweep(looking, campaignId, { signal }),
		async () => lookAtAll(looking, await undecided(looking), signal),
		() => compareBalance(looking, campaignId, signal),
	]);
}

/**
 * Every night: reads a whole month again, and looks at each monthly gift, as one that was ended at Stripe may have told
 * nobody.
 * @returns false where it was ended early: asked again, it goes on
 */
export async function nightly(looking: Looking, signal: AbortSignal): Promise<boolean> {
	const campaignId = await stripeFund(looking.db);
	if (campaignId === undefined) return true;
	await allOf([() => sweep(looking, campaignId, { month: true, signal }), () => lookAtMonthly(looking, signal)]);
	return !signal.aborted;
}

async function lookAtMonthly(looking: Looking, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const due = await dueMonthly(looking.db);
		if (due.length === 0) return;
		await lookAtAll(looking, due, signal);
	}
}

async function lookAtAll(looking: Looking, hints: readonly Hint[], signal: AbortSignal): Promise<void> {
	await allOf(
		hints.map((hint) => async () => {
			if (signal.aborted) return;
			await lookAgain(looking, hint).catch((error: unknown) => {
				if (!isMissing(error)) throw error;
			});
		}),
	);
}

/**
 * Does one after the other, whatever became of those before.
 * @throws the first error at the end; Stripe's at once where it is away
 */
async function allOf(works: readonly (() => Promise<unknown>)[]): Promise<void> {
	const failed: unknown[] = [];
	for (const work of works)
		await work().catch((error: unknown) => {
			if (isAway(error)) throw error;
			failed.push(error);
		});
	if (failed.length > 0) throw failed[0];
}

/** What may have changed at Stripe without our having heard of it. */
async function undecided({ db, stripe }: Pick<Looking, "db" | "stripe">): Promise<Hint[]> {
	const { rows } = await sql<Hint>`
		select 'payment' as of, payment_intent as id from gifts where processing and payment_intent is not null
		union all select 'refund', stripe_id from refunds where state = 'pending'
		union all select 'dispute', id from disputes where closed_on is null or closed_on > current_date - ${DAYS}::int
		union all select 'payout', id from payouts where status in ('pending', 'in_transit')
			or (automatic and not reconciled and status = 'paid' and arrives_on > current_date - ${DAYS}::int)`.execute(db);
	return [...rows, ...(await unheardDisputes({ db, stripe }))];
}

/** An inquiry moves no money: without its webhook nothing else tells of it. */
async function unheardDisputes({ db, stripe }: Pick<Looking, "db" | "stripe">): Promise<Hint[]> {
	const since = Math.floor(Date.now() / 1000) - DAYS * 86_400;
	const listed: string[] = [];
	for await (const { id } of stripe.api.disputes.list({ created: { gte: since }, limit: 100 })) listed.push(id);
	const { rows } = await sql<{ id: string }>`
		select id from unnest(${listed}::text[]) listed (id) where not exists (select from disputes d where d.id = listed.id)`.execute(
		db,
	);
	return rows.map(({ id }) => ({ of: "dispute", id }));
}

/** Monthly gifts that nobody has looked at today. */
async function dueMonthly(db: Db): Promise<Hint[]> {
	const { rows } = await sql<{ id: string }>`
		update monthly_gifts set looked_on = current_date
		where donation_id in (
			select donation_id from monthly_gifts
			where ended_on is null and (looked_on is null or looked_on < current_date) limit 20 for update skip locked)
		returning subscription as id`.execute(db);
	return rows.map(({ id }) => ({ of: "subscription", id }));
}
