import { sql } from "kysely";
import { afterAll, describe, expect, test, vi } from "vitest";
import { compareBalance } from "#app/fund/stripe/balance.server.ts";
import { openAlarms } from "#app/fund/stripe/desk.server.ts";
import { claimEvents, noteOutcome } from "#app/fund/stripe/events.server.ts";
import { giveBack } from "#app/fund/stripe/give-back.server.ts";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import { sweep } from "#app/fund/stripe/sweep.server.ts";
import { takeEvent } from "#app/fund/stripe/webhook.server.ts";
import { stripeRounds } from "#app/fund/stripe/work.server.ts";
import { closeSeenAlarm, sayWhatItWas } from "#app/organise/fund/gifts/act-gift.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { type StripeGround, stripeGround, webhookSecret } from "#tests/support/stripe.ts";

const grounds: StripeGround[] = [];
afterAll(() => Promise.all(grounds.map((ground) => ground.stop())));
async function newGround(...options: Parameters<typeof stripeGround>) {
	const ground = await stripeGround(...options);
	grounds.push(ground);
	return ground;
}
const never = new AbortController().signal;

async function giftOf({ db }: StripeGround, donation: string) {
	return db
		.selectFrom("gifts as g")
		.innerJoin("gift_sums as s", "s.gift_id", "g.id")
		.where("g.donation_id", "=", donation)
		.selectAll()
		.executeTakeFirstOrThrow();
}

test("a gift that no webhook has told of is booked by the sweep, with its true fee and one receipt", async () => {
	const ground = await newGround();
	const { session } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
	ground.sandbox.payCard(session);
	expect(await ground.sweep()).toBe(1);
	expect(await ground.sweep()).toBe(0);
	const fee = await ground.balance("processor_fees");
	expect(fee).toBeGreaterThan(0);
	expect(await ground.balance("donations_card")).toBe(-2_500);
	expect(await ground.balance("stripe_balance")).toBe(2_500 - fee);
	expect(await ground.mails()).toEqual(["gift-receipt"]);
});

test("bar 2: what the books have at Stripe is what Stripe has, in EUR, USD and JPY, to the cent", async () => {
	const ground = await newGround({ settlesIn: ["eur", "usd", "jpy"] });
	for (const [amount, currency] of [
		[2_500, "EUR"],
		[3_000, "USD"],
		[1_500, "JPY"],
		[4_001, "GBP"],
	] as const) {
		const { session } = await ground.donate({ amount, currency });
		ground.sandbox.payCard(session);
		ground.sandbox.refund(ground.sandbox.chargeOf(session), { amount: 500 });
	}
	await ground.sweep();
	const { available, pending } = await ground.looking.stripe.api.balance.retrieve();
	for (const currency of ["EUR", "USD", "JPY"]) {
		const there = [...available, ...pending].filter((one) => one.currency === currency.toLowerCase());
		const net = await ground.db
			.selectFrom("stripe_balance_txns")
			.where("currency", "=", currency)
			.select(({ fn }) => fn.sum<string>("net").as("net"))
			.executeTakeFirstOrThrow();
		const balance = there.reduce((sum, { amount }) => sum + amount, 0);
		expect(balance).not.toBe(0);
		expect([currency, await ground.balance("stripe_balance", currency)]).toEqual([currency, balance]);
		expect(Number(net.net)).toBe(balance);
	}
	expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
	// Something that Stripe's balance has and its list does not.
	for (const funds of ground.sandbox.state.funds.values()) funds.available += 1;
	expect(await compareBalance(ground.looking, ground.campaignId)).not.toEqual([]);
	expect(new Set(await ground.alarms())).toEqual(new Set(["balance-differs"]));
});

describe("bar 3: refunds", () => {
	test("two of 5 on 25 leave 15, a third of 20 is refused; those made in the dashboard need nothing of ours", async () => {
		const ground = await newGround();
		const { id: by } = await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] });
		const { donation, session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		await ground.sweep();
		const gift = await giftOf(ground, donation);
		const ask = (amount: number) =>
			inTransaction(ground.db, (trx) => askRefund(trx, { campaignId: ground.campaignId, giftId: gift.id, amount, by }));

		expect(await ask(500)).toHaveProperty("id");
		await giveBack(ground.looking);
		await ground.sandbox.refund(ground.sandbox.chargeOf(session), { amount: 500 });
		await ground.sweep();
		expect(await ask(2_000)).toBe("too much");
		expect(await giftOf(ground, donation)).toMatchObject({ gross: 2_500, refunded: 1_000 });
		const refunds = await ground.db
			.selectFrom("refunds")
			.select(["amount", "state", "asked_by"])
			.orderBy("asked_by")
			.execute();
		expect(refunds).toEqual([
			{ amount: 500, state: "succeeded", asked_by: by },
			{ amount: 500, state: "succeeded", asked_by: null },
		]);
	});

	test("of two that are asked for at once, and together are too much, one is refused, by Postgres too", async () => {
		const ground = await newGround();
		const { id: by } = await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] });
		const { donation, session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		await ground.sweep();
		const { id: giftId } = await giftOf(ground, donation);
		const asked = { campaignId: ground.campaignId, giftId, amount: 2_000, by };
		const answers = await Promise.all([1, 2, 3].map(() => inTransaction(ground.db, (trx) => askRefund(trx, asked))));
		expect(answers.filter((answer) => answer === "too much")).toHaveLength(2);
		const values = { campaign_id: ground.campaignId, gift_id: giftId, currency: "EUR", amount: 600, asked_by: by };
		await expect(ground.db.insertInto("refunds").values(values).execute()).rejects.toThrow("no more is given back");
	});

	test("one that never reached its giver is owed to them, and staff hear of it", async () => {
		const ground = await newGround();
		const { session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		const refund = ground.sandbox.refund(ground.sandbox.chargeOf(session), { amount: 500 });
		ground.sandbox.failRefund(refund.id);
		await ground.sweep();
		expect(await ground.balance("refund_due")).toBe(-500);
		expect(await ground.alarms()).toEqual(["refund-failed"]);
	});
});

describe("bar 4: disputes", () => {
	test("money leaves when it is withdrawn, and comes back when the case is won; the fee is what fee_details say", async () => {
		const ground = await newGround();
		const { session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		await ground.sweep();
		const before = await ground.balance("stripe_balance");
		const dispute = ground.sandbox.openDispute(ground.sandbox.chargeOf(session));
		await ground.sweep();
		await hourly(ground.looking, never);
		const fee = await ground.balance("dispute_fees");
		expect(fee).toBeGreaterThan(0);
		expect(await ground.balance("disputed")).toBe(2_500);
		expect(await ground.balance("stripe_balance")).toBe(before - 2_500 - fee);
		expect(await ground.alarms()).toEqual(["dispute-opened"]);
		ground.sandbox.winDispute(dispute.id);
		await hourly(ground.looking, never);
		expect(await ground.balance("disputed")).toBe(0);
		expect(await ground.balance("chargebacks")).toBe(0);
		expect(await ground.alarms()).toEqual([]);
	});

	test("a lost one stays with the giver; an inquiry moves nothing", async () => {
		const ground = await newGround();
		const lost = await ground.donate({ amount: 2_500 });
		const asked = await ground.donate({ amount: 3_000 });
		for (const { session } of [lost, asked]) ground.sandbox.payCard(session);
		const dispute = ground.sandbox.openDispute(ground.sandbox.chargeOf(lost.session));
		const inquiry = ground.sandbox.openDispute(ground.sandbox.chargeOf(asked.session), { inquiry: true });
		await hourly(ground.looking, never);
		expect(await ground.balance("disputed")).toBe(2_500);
		ground.sandbox.loseDispute(dispute.id);
		await hourly(ground.looking, never);
		await hourly(ground.looking, never);
		expect(await ground.balance("disputed")).toBe(0);
		expect(await ground.balance("chargebacks")).toBe(2_500);
		ground.sandbox.closeInquiry(inquiry.id);
		await hourly(ground.looking, never);
		expect(await ground.balance("chargebacks")).toBe(2_500);
		expect(await ground.db.selectFrom("disputes").select("status").orderBy("status").execute()).toEqual([
			{ status: "lost" },
			{ status: "warning_closed" },
		]);
	});
});

describe("bar 5: a page that is complete is not paid", () => {
	test("a direct debit on its way posts nothing and thanks nobody; that it came is posted once", async () => {
		const ground = await newGround();
		const { donation, session } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
		ground.sandbox.paySepa(session);
		for (const event of ground.sandbox.events()) await ground.hear(event);
		await ground.sweep();
		expect(await giftOf(ground, donation)).toMatchObject({ processing: true, posted: false });
		expect(await ground.mails()).toEqual([]);
		ground.sandbox.succeedSepa(session);
		for (const event of ground.sandbox.events()) await ground.hear(event);
		await ground.sweep();
		expect(await giftOf(ground, donation)).toMatchObject({ processing: false, posted: true, gross: 2_500 });
		expect(await ground.mails()).toEqual(["gift-receipt"]);
	});

	test("that it failed is mailed once, and that a bank took it back later is another thing", async () => {
		const ground = await newGround();
		const failed = await ground.donate({ amount: 2_500, email: "one@example.org" });
		ground.sandbox.paySepa(failed.session);
		ground.sandbox.failSepa(failed.session);
		const returned = await ground.donate({ amount: 3_000, email: "two@example.org" });
		ground.sandbox.paySepa(returned.session);
		ground.sandbox.succeedSepa(returned.session);
		ground.sandbox.returnSepa(returned.session);
		const events = ground.sandbox.events();
		for (const event of [...events, ...events.reverse()]) await ground.hear(event);
		expect(await giftOf(ground, failed.donation)).toMatchObject({ processing: false, posted: false });
		expect((await giftOf(ground, failed.donation)).failed_on).not.toBeNull();
		expect(await giftOf(ground, returned.donation)).toMatchObject({ failed_on: null, gross: 3_000, refunded: 3_000 });
		expect(await ground.mails()).toEqual(["gift-failed", "gift-receipt", "gift-returned"]);
	});
});

test("bar 6: before Stripe says the fee no fee is booked, and afterwards the true one", async () => {
	const ground = await newGround();
	ground.sandbox.delayBalanceTxns(true);
	const { donation, session } = await ground.donate({ amount: 2_500 });
	ground.sandbox.payCard(session);
	for (const event of ground.sandbox.events()) await ground.hear(event);
	expect(await giftOf(ground, donation)).toMatchObject({
		posted: false,
		fee: null,
		processing: false,
		failed_on: null,
	});
	ground.sandbox.delayBalanceTxns(false);
	for (const event of ground.sandbox.events()) await ground.hear(event);
	expect((await giftOf(ground, donation)).fee).toBeGreaterThan(0);
	expect(await ground.db.selectFrom("journals").select("kind").execute()).toEqual([{ kind: "card-gift" }]);
});

describe("what needs somebody's eyes", () => {
	test("the same gift twice is flagged, the second of the two", async () => {
		const ground = await newGround();
		for (let n = 0; n < 2; n++) {
			const { session } = await ground.donate({ amount: 2_500, email: "twice@example.org" });
			ground.sandbox.payCard(session);
		}
		const { session } = await ground.donate({ amount: 2_500, email: "once@example.org" });
		ground.sandbox.payCard(session);
		await ground.sweep();
		expect(await ground.alarms()).toEqual(["double-gift"]);
	});

	test("money of nobody's donation and kinds that nobody foresaw stand in unallocated", async () => {
		const ground = await newGround();
		const { donation, session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		await ground.owner.deleteFrom("donations").where("id", "=", donation).execute();
		ground.sandbox.unknownTxn({ amount: 700 });
		await ground.sweep();
		expect(await ground.alarms()).toEqual(["unknown-transaction", "unlinked-payment"]);
		expect(await ground.balance("unallocated")).toBe(-3_200);
		expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
	});
});

describe("money that nobody could explain", () => {
	/** A payment that was made without a donation of ours, and its alarm. */
	async function unlinked() {
		const ground = await newGround();
		const { id: by } = await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] });
		const { donation, session } = await ground.donate({ amount: 2_500 });
		ground.sandbox.payCard(session);
		await ground.owner.deleteFrom("donations").where("id", "=", donation).execute();
		await ground.sweep();
		const [alarm] = await openAlarms(ground.db, ground.campaignId);
		const stripe = ground.looking.stripe;
		const desk = { campaignId: ground.campaignId, by, origin: "http://localhost:3000" };
		const say = (id: number, said: Parameters<typeof sayWhatItWas>[3]) =>
			sayWhatItWas({ db: ground.db, keys: ground.keys, stripe }, desk, id, said);
		return { ground, session, alarm: alarm?.id ?? 0, waits: alarm?.waits, say, by };
	}

	test("is a donation's gift by its reference, with its receipt, once; and its alarm is closed by that alone", async () => {
		const { ground, alarm, waits, say, by } = await unlinked();
		const { donation } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
		const { reference } = await ground.db
			.selectFrom("donations")
			.where("id", "=", donation)
			.select("reference")
			.executeTakeFirstOrThrow();
		expect(waits).toMatchObject({ currency: "EUR", amount: 2_500 });
		await closeSeenAlarm(ground, ground.campaignId, by, alarm);
		expect(await ground.alarms()).toEqual(["unlinked-payment"]);
		expect(await say(alarm, { is: "fee" })).toBe("not-so");
		expect(await say(alarm, { is: "gift", reference: "nobody's" })).toBe("reference");
		const said = await Promise.all([1, 2].map(() => say(alarm, { is: "gift", reference })));
		expect(new Set(said)).toEqual(new Set([null, "already"]));
		expect(await giftOf(ground, donation)).toMatchObject({ gross: 2_500, unallocated: 0, posted: true });
		expect(await ground.balance("unallocated")).toBe(0);
		expect(await ground.mails()).toEqual(["gift-receipt"]);
		expect(await ground.alarms()).toEqual([]);
		expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
		const acts = await ground.owner
			.selectFrom("audit_log")
			.where("act", "=", "stripe.explained")
			.select("act")
			.execute();
		expect(acts).toHaveLength(1);
	});

	test("goes back through Stripe, less what went back already; nothing of it is left in the books", async () => {
		const { ground, session, alarm, say } = await unlinked();
		ground.sandbox.refund(ground.sandbox.chargeOf(session), { amount: 500 });
		await ground.sweep();
		expect(await say(alarm, { is: "given-back" })).toBe(null);
		await giveBack(ground.looking);
		await ground.sweep();
		expect(await ground.balance("unallocated")).toBe(0);
		expect([await ground.balance("donations_card"), await ground.balance("refunds")]).toEqual([-2_500, 2_500]);
		expect([...ground.sandbox.state.refunds.values()].map(({ amount }) => amount)).toEqual([500, 2_000]);
	});

	test("of a kind that nobody foresaw is a gift or a fee; what two would have to accept is nobody's alone to explain", async () => {
		const ground = await newGround();
		const { id: by } = await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] });
		for (const amount of [700, -300, 90_000_000]) ground.sandbox.unknownTxn({ amount });
		await ground.sweep();
		const desk = { campaignId: ground.campaignId, by, origin: "http://localhost:3000" };
		const app = { db: ground.db, keys: ground.keys, stripe: ground.looking.stripe };
		const alarms = await openAlarms(ground.db, ground.campaignId);
		const say = (amount: number, said: Parameters<typeof sayWhatItWas>[3]) =>
			sayWhatItWas(app, desk, alarms.find(({ waits }) => waits?.amount === amount)?.id ?? 0, said);
		expect(await say(-300, { is: "gift", reference: null })).toBe("not-so");
		expect(await say(-300, { is: "fee" })).toBe(null);
		expect(await say(700, { is: "gift", reference: null })).toBe(null);
		expect(await say(90_000_000, { is: "gift", reference: null })).toBe("not-so");
		expect([await ground.balance("processor_fees"), await ground.balance("donations_card")]).toEqual([300, -700]);
		expect(await ground.balance("unallocated")).toBe(-90_000_000);
		expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
	});
});

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
