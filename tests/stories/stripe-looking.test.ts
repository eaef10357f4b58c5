import { sql } from "kysely";
import { afterAll, expect, test, vi } from "vitest";
import { claimEvents, noteOutcome } from "#app/fund/stripe/events.server.ts";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import { sweep } from "#app/fund/stripe/sweep.server.ts";
import { takeEvent } from "#app/fund/stripe/webhook.server.ts";
import { stripeRounds } from "#app/fund/stripe/work.server.ts";
import { type StripeGround, stripeGround, webhookSecret } from "#tests/support/stripe.ts";

const grounds: StripeGround[] = [];
afterAll(() => Promise.all(grounds.map((ground) => ground.stop())));
async function newGround(...options: Parameters<typeof stripeGround>) {
	const ground = await stripeGround(...options);
	grounds.push(ground);
	return ground;
}
const never = new AbortController().signal;

test("the sweep: what cannot be booked has an alarm and keeps nothing else waiting, nor the comparison; then it is booked", async () => {
	const ground = await newGround();
	const broken = await ground.donate({ amount: 2_500 });
	ground.sandbox.payCard(broken.session);
	const charge = ground.sandbox.chargeOf(broken.session);
	const kept = ground.sandbox.state.charges.get(charge);
	const { session } = await ground.donate({ amount: 3_000 });
	ground.sandbox.payCard(session);
	ground.sandbox.state.charges.delete(charge);
	await expect(hourly(ground.looking, never)).rejects.toThrow();
	expect(await ground.balance("donations_card")).toBe(-3_000);
	const about = async () =>
		(await ground.db.selectFrom("fund_alarms").where("closed_on", "is", null).select("about").execute()).map(
			({ about }) => about.slice(0, 4),
		);
	expect((await about()).sort()).toEqual(["EUR", "txn_"]);
	if (kept) ground.sandbox.state.charges.set(charge, kept);
	await hourly(ground.looking, never);
	expect(await ground.balance("donations_card")).toBe(-5_500);
	expect(await about()).toEqual([]);
});

test("a long list is read by halves, and what has been read stays when the end is asked for", async () => {
	const ground = await newGround();
	for (let n = 0; n < 110; n++) ground.sandbox.stripeFee(10);
	for (const txn of [...ground.sandbox.state.transactions.values()].slice(0, 50)) txn.created -= 86_400;
	const { signal } = new AbortController();
	// It is looked at before each transaction and after each page, of which the first that is not empty has fifty.
	let looks = 0;
	vi.spyOn(signal, "aborted", "get").mockImplementation(() => ++looks > 100);
	const booked = await sweep(ground.looking, ground.campaignId, { signal });
	expect(booked).toBeGreaterThanOrEqual(50);
	expect(booked).toBeLessThan(110);
	const { swept_to } = await ground.db.selectFrom("stripe_sweeps").select("swept_to").executeTakeFirstOrThrow();
	expect(swept_to).not.toBeNull();
	expect(await ground.sweep()).toBe(110 - booked);
	expect(await ground.balance("processor_fees")).toBe(1_100);
});

test("sixty cards that are declined on one page are one thing to look at, after payments, and say no time", async () => {
	const ground = await newGround();
	const { looking, db } = ground;
	const take = async (event: object) => {
		const payload = JSON.stringify({ object: "event", livemode: false, api_version: "2026-10-28.endive", ...event });
		const signature = looking.stripe.api.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
		expect(await takeEvent(db, looking.keys, looking.stripe, Buffer.from(payload), signature)).toBe(200);
	};
	for (let n = 0; n < 60; n++) {
		const object = { object: "charge", id: `ch_${n}`, status: "failed", payment_intent: "pi_one" };
		await take({ id: `evt_failed${n}`, type: "charge.failed", data: { object } });
		await take({
			id: `evt_intent${n}`,
			type: "payment_intent.payment_failed",
			data: { object: { object: "payment_intent", id: "pi_one" } },
		});
	}
	await take({ id: "evt_paid", type: "charge.succeeded", data: { object: { object: "charge", id: "ch_paid" } } });
	const paid = await claimEvents(db, looking.keys, 100);
	expect(paid.map(({ ids }) => ids)).toEqual([["evt_paid"]]);
	await ground.owner
		.updateTable("stripe_events")
		.set({ not_before: new Date(0) })
		.execute();
	const [first, ...others] = await claimEvents(db, looking.keys, 121);
	expect([first?.hint?.id, others.length]).toEqual(["ch_paid", 1]);
	expect(others[0]?.hint).toEqual({ of: "payment", id: "pi_one" });
	for (const told of [first, ...others]) if (told) await noteOutcome(db, told, "seen");
	const rows = await db
		.selectFrom("stripe_events")
		.select(["state", "not_before", "payload_sealed"])
		.distinct()
		.execute();
	expect(rows).toEqual([{ state: "done", not_before: null, payload_sealed: null }]);
});

test("beside a donation or a gift no row has a time, but for what is open at this moment", async () => {
	const ground = await newGround();
	const { rows } = await sql<{ column: string }>`
		select c.table_name || '.' || c.column_name as column from information_schema.columns c
		where c.data_type like 'timestamp%' and c.table_schema = 'public' and exists (
			select from information_schema.columns d where d.table_schema = 'public' and d.table_name = c.table_name
				and (d.column_name in ('donation_id', 'gift_id') or d.table_name in ('donations', 'gifts', 'stripe_events')))
		order by 1`.execute(ground.db);
	expect(rows.map(({ column }) => column)).toEqual([
		"checkout_starts.started_at",
		"checkouts.expires_at",
		"checkouts.looked_at",
		"refunds.not_before",
		"stripe_events.not_before",
	]);
	const { session } = await ground.donate();
	ground.sandbox.payCard(session);
	for (const event of ground.sandbox.events()) await ground.hear(event);
	expect(await ground.db.selectFrom("checkouts").select(["state", "expires_at", "looked_at"]).execute()).toEqual([
		{ state: "complete", expires_at: null, looked_at: null },
	]);
});

test("S23: paid and told of before our own row of the page is committed: one journal and one receipt, and the page is known as paid", async () => {
	const ground = await newGround();
	const { db, owner } = ground;
	const { session } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
	const late = await owner.deleteFrom("checkouts").returningAll().executeTakeFirstOrThrow();
	ground.sandbox.payCard(session);
	for (const event of ground.sandbox.events()) await ground.hear(event);
	expect(await ground.balance("donations_card")).toBe(-2_500);
	// It is due at once, not in a quarter of a minute: nobody tells of it again.
	await owner
		.insertInto("checkouts")
		.values({ ...late, looked_at: new Date(0) })
		.execute();
	await stripeRounds(ground.looking, { warn: () => undefined })(never);
	await ground.sweep();
	expect(await ground.balance("donations_card")).toBe(-2_500);
	expect(await db.selectFrom("journals").select("kind").execute()).toEqual([{ kind: "card-gift" }]);
	expect(await ground.mails()).toEqual(["gift-receipt"]);
	expect(await ground.alarms()).toEqual([]);
	expect(await db.selectFrom("checkouts").select("state").execute()).toEqual([{ state: "complete" }]);
});

test("Stripe busy, broken and cut off in the middle lose nothing: later looks book everything, once", async () => {
	const ground = await newGround();
	const round = stripeRounds(ground.looking, { warn: () => undefined });
	const { session } = await ground.donate({ amount: 2_500 });
	ground.sandbox.payCard(session);
	for (const kind of ["rate-limit", "error", "reset"] as const) {
		ground.sandbox.fault({ kind, times: 3 });
		await ground.sweep().catch(() => undefined);
	}
	for (const event of ground.sandbox.events()) {
		const body = Buffer.from(JSON.stringify(event));
		const signature = ground.looking.stripe.api.webhooks.generateTestHeaderString({
			payload: body.toString(),
			secret: webhookSecret,
		});
		expect(await takeEvent(ground.db, ground.looking.keys, ground.looking.stripe, body, signature)).toBe(200);
	}
	ground.sandbox.fault({ kind: "rate-limit" });
	await round(never);
	const waiting = () => ground.db.selectFrom("stripe_events").where("state", "=", "new").select("id").execute();
	expect((await waiting()).length).toBeGreaterThan(0);
	ground.sandbox.clearFaults();
	// After the pause, which a test need not wait for.
	await ground.owner
		.updateTable("stripe_events")
		.set({ not_before: new Date(0) })
		.where("state", "=", "new")
		.execute();
	await stripeRounds(ground.looking, { warn: () => undefined })(never);
	expect(await waiting()).toEqual([]);
	expect(await ground.balance("donations_card")).toBe(-2_500);
});
