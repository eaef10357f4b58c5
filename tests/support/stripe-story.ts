import { sql } from "kysely";
import type Stripe from "stripe";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import type { StripeGround } from "./stripe.ts";

/** Twelve steps in which everything happens that moves money at Stripe. */
export async function tellStory(
	ground: StripeGround,
	/** Hears after each step what is new. */
	after: (news: readonly Stripe.Event[]) => Promise<void> = async () => undefined,
): Promise<void> {
	const { sandbox } = ground;
	let heard = 0;
	const step = async (did: unknown) => {
		await did;
		const events = sandbox.events();
		await after(events.slice(heard));
		heard = events.length;
	};
	const once = await ground.donate({ amount: 2_500, email: "once@example.org" });
	const monthly = await ground.donate({ amount: 1_000, frequency: "monthly", email: "monthly@example.org" });
	const won = await ground.donate({ amount: 4_000 });
	const lost = await ground.donate({ amount: 5_000 });
	await step(sandbox.payCard(once.session));
	await step(sandbox.payCard(monthly.session));
	const subscription = sandbox.state.sessions.get(monthly.session)?.subscription;
	await step(sandbox.cycle(String(subscription)));
	await step([sandbox.payCard(won.session), sandbox.payCard(lost.session)]);
	await step(sandbox.refund(sandbox.chargeOf(once.session), { amount: 500 }));
	const failing = sandbox.refund(sandbox.chargeOf(once.session), { amount: 300 });
	await step(failing);
	await step(sandbox.failRefund(failing.id));
	const first = sandbox.openDispute(sandbox.chargeOf(won.session));
	const second = sandbox.openDispute(sandbox.chargeOf(lost.session));
	await step(second);
	await step([sandbox.winDispute(first.id), sandbox.loseDispute(second.id)]);
	await step(sandbox.stripeFee(150));
	const paid = sandbox.payout();
	sandbox.settlePayout(paid.id);
	await step(paid);
	await step(sandbox.failPayout(paid.id));
}

/**
 * Tells the story while a fifth of the events is lost, a third comes late and in another order, and some come twice.
 * @param draw gives 0 to 99, anew each time
 */
export async function chaosStory(ground: StripeGround, draw: () => number): Promise<void> {
	const late: Stripe.Event[] = [];
	await tellStory(ground, async (news) => {
		for (const event of news) {
			const fate = draw();
			if (fate < 20) continue;
			if (fate < 50) late.push(event);
			else await ground.hear(event);
			if (fate > 90) late.push(event);
		}
	});
	const shuffled = late.map((event) => ({ event, at: draw() })).sort((one, other) => one.at - other.at);
	// A few at the same time.
	for (let at = 0; at < shuffled.length; at += 3)
		await Promise.all(shuffled.slice(at, at + 3).map(({ event }) => ground.hear(event)));
}

/** What every telling of the story ends with. */
export async function sweepAll(ground: StripeGround): Promise<void> {
	await hourly(ground.looking, new AbortController().signal);
}

/** The books as a table without ids: each journal with its gift and its legs, in an order that no posting changes. */
export async function goldenTable({ db }: StripeGround): Promise<string> {
	const { rows } = await sql<{ line: string }>`
		select '| ' || j.kind || ' | ' || coalesce(g.amount::text, '') || ' | ' || string_agg(
			a.code || ' ' || p.amount || ' ' || p.currency, ' · ' order by a.code) || ' |' as line
		from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
			left join gifts g on g.id = j.gift_id
		group by j.seq, j.kind, g.amount order by 1`.execute(db);
	const states = await sql<{ line: string }>`
		select '| ' || g.amount || ' | ' || s.gross || ' | ' || s.refunded || ' | ' || s.charged_back || ' | ' || s.disputed
			|| ' | ' || s.fee || ' | ' || (g.processing or g.failed_on is not null) || ' |' as line
		from gifts g join gift_sums s on s.gift_id = g.id order by 1`.execute(db);
	return [
		"# The books after the story of twelve steps",
		"",
		"| kind | gift | legs |",
		"| --- | --- | --- |",
		...rows.map(({ line }) => line),
		"",
		"| gift | gross | refunded | charged back | disputed | fee | on its way or failed |",
		"| --- | --- | --- | --- | --- | --- | --- |",
		...states.rows.map(({ line }) => line),
		"",
	].join("\n");
}
