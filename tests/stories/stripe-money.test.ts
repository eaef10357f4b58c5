import { afterAll, describe, expect, test } from "vitest";
import { compareBalance } from "#app/fund/stripe/balance.server.ts";
import { createCheckout } from "#app/fund/stripe/checkout.server.ts";
import { giveBack } from "#app/fund/stripe/give-back.server.ts";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { promised } from "#tests/support/gift-mails.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { type StripeGround, stripeGround } from "#tests/support/stripe.ts";

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

test("S22: a gift of two days ago that no webhook has told of is booked by the sweep, with its true fee and one receipt", async () => {
	const ground = await newGround();
	const { session } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
	ground.sandbox.payCard(session);
	ground.sandbox.advance(2 * 86_400);
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

test("what a giver is charged in a currency of their own is booked as what came for it, which our own pages never do", async () => {
	const ground = await newGround();
	const { donation, session: fixed } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
	expect(() => ground.sandbox.payCard(fixed, { presentedIn: "pln" })).toThrow("currency");
	const { id } = await createCheckout(ground.looking.stripe, donation, 2, {
		mode: "payment",
		success_url: "https://example.org/",
		line_items: [{ quantity: 1, price_data: { currency: "eur", unit_amount: 2_500, product_data: { name: "Gift" } } }],
		adaptive_pricing: { enabled: true },
	});
	ground.sandbox.payCard(id, { presentedIn: "pln" });
	ground.sandbox.refund(ground.sandbox.chargeOf(id), { amount: 500 });
	await ground.sweep();
	expect(await giftOf(ground, donation)).toMatchObject({ currency: "EUR", gross: 2_500, refunded: 500 });
	expect((await promised(ground, "gift-receipt"))[0]?.values.facts).toContain("€25");
	expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
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
	test("S21: the same gift twice is flagged, the second of the two", async () => {
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
});
