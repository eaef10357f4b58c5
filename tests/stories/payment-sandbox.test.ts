import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SandboxGround, sandboxGround } from "#tests/support/payment-sandbox.ts";

let ground: SandboxGround;
let sandbox: SandboxGround["sandbox"];
let stripe: Stripe;
let open: SandboxGround["open"];
beforeAll(async () => {
	ground = await sandboxGround();
	({ sandbox, stripe, open } = ground);
});
afterAll(() => ground?.stop());

describe("a person pays on the hosted page", () => {
	test("which says in their language that no money moves, and leads back", async () => {
		const session = await stripe.checkout.sessions.create({
			mode: "payment",
			locale: "ru",
			success_url: "https://example.org/ok?session={CHECKOUT_SESSION_ID}",
			line_items: [{ quantity: 1, price_data: { currency: "eur", unit_amount: 2500, product_data: { name: "Gift" } } }],
		});
		const url = session.url ?? "";
		const page = await fetch(url);
		expect(await page.text()).toContain("деньги не списываются");
		expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https://example.org");
		const post = (way: string) =>
			fetch(url, { method: "POST", body: new URLSearchParams({ way, email: "a@example.org" }), redirect: "manual" });
		expect((await post("declined")).status).toBe(402);
		expect((await post("card")).headers.get("location")).toBe(`https://example.org/ok?session=${session.id}`);
		expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
		await expect(stripe.checkout.sessions.expire(session.id)).rejects.toThrow("open");
	});

	test("a charge has no balance transaction at first; charge.updated brings it, with the fee", async () => {
		sandbox.delayBalanceTxns(true);
		const charge = sandbox.chargeOf(sandbox.payCard(await open()).id);
		expect((await stripe.charges.retrieve(charge)).balance_transaction).toBeNull();
		const before = sandbox.events().length;
		sandbox.delayBalanceTxns(false);
		expect(ground.types(before)).toEqual(["charge.updated"]);
		const settled = await stripe.charges.retrieve(charge, { expand: ["balance_transaction"] });
		expect(settled.balance_transaction).toMatchObject({
			amount: 2500,
			fee: 63,
			net: 2437,
			reporting_category: "charge",
		});
	});

	test("dollars settle in euros, yen have no cents", async () => {
		const dollars = sandbox.chargeOf(sandbox.payCard(await open(3000, "usd")).id);
		const yen = sandbox.chargeOf(sandbox.payCard(await open(1500, "jpy")).id);
		const [first] = (await stripe.balanceTransactions.list({ source: dollars })).data;
		expect(first).toMatchObject({ amount: 2751, currency: "eur", exchange_rate: 0.917, fee: 98 });
		const [second] = (await stripe.balanceTransactions.list({ source: yen })).data;
		expect(second).toMatchObject({ amount: 1500, currency: "jpy", exchange_rate: null });
	});
});

describe("what happens later", () => {
	test("a direct debit is on its way, arrives, and is sent back", async () => {
		const session = sandbox.paySepa(await open()).id;
		expect(await stripe.checkout.sessions.retrieve(session)).toMatchObject({
			status: "complete",
			payment_status: "unpaid",
		});
		expect(await ground.netOf(sandbox.chargeOf(session))).toEqual([]);
		sandbox.succeedSepa(session);
		expect(await ground.netOf(sandbox.chargeOf(session))).toEqual([2465]);
		sandbox.returnSepa(session);
		expect(await ground.netOf(sandbox.chargeOf(session))).toEqual([-2500, 2465]);
		const failed = sandbox.paySepa(await open()).id;
		sandbox.failSepa(failed);
		expect(ground.types().at(-1)).toBe("checkout.session.async_payment_failed");
		expect(await ground.netOf(sandbox.chargeOf(failed))).toEqual([]);
	});

	test("a refund in parts, one part too many, one that fails", async () => {
		const charge = sandbox.chargeOf(sandbox.payCard(await open()).id);
		await stripe.refunds.create({ charge, amount: 500 });
		const second = sandbox.refund(charge, { amount: 500, pending: true });
		await expect(stripe.refunds.create({ charge, amount: 2000 })).rejects.toThrow("greater");
		sandbox.failRefund(second.id);
		const failed = await stripe.refunds.retrieve(second.id);
		expect(failed.status).toBe("failed");
		expect(failed.failure_balance_transaction).toMatch(/^txn_/);
		expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(500);
		expect(await ground.netOf(second.id)).toEqual([500, -500]);
	});

	test("disputes: money goes when it is withdrawn, and returns when we win; an inquiry moves none", async () => {
		const charge = async () => sandbox.chargeOf(sandbox.payCard(await open()).id);
		const won = sandbox.openDispute(await charge());
		expect(await ground.netOf(won.id)).toEqual([-4500]);
		sandbox.winDispute(won.id);
		expect(await ground.netOf(won.id)).toEqual([2500, -4500]);
		const lost = sandbox.openDispute(await charge());
		sandbox.loseDispute(lost.id);
		expect((await stripe.disputes.retrieve(lost.id)).status).toBe("lost");
		const asked = sandbox.openDispute(await charge(), { inquiry: true });
		sandbox.closeInquiry(asked.id);
		expect(await ground.netOf(asked.id)).toEqual([]);
		expect((await stripe.disputes.retrieve(asked.id)).status).toBe("warning_closed");
	});

	test("a monthly gift: paid, declined and recovered, declined to its end", async () => {
		const session = sandbox.payCard(await ground.openMonthly(2000)).id;
		const subscription = String((await stripe.checkout.sessions.retrieve(session)).subscription);
		const charge = await stripe.charges.retrieve(sandbox.chargeOf(session));
		expect(charge.metadata).toEqual({});
		const payments = await stripe.invoicePayments.list({
			payment: { type: "payment_intent", payment_intent: String(charge.payment_intent) },
		});
		const first = await stripe.invoices.retrieve(String(payments.data[0]?.invoice));
		expect(first.parent?.subscription_details?.metadata).toEqual({ donation_id: "1" });
		const second = sandbox.cycle(subscription, "declined");
		expect((await stripe.subscriptions.retrieve(subscription)).status).toBe("past_due");
		sandbox.retryInvoice(second?.id ?? "", "paid");
		expect((await stripe.subscriptions.retrieve(subscription)).status).toBe("active");
		const third = sandbox.cycle(subscription, "declined")?.id ?? "";
		for (let tries = 0; tries < 3; tries += 1) sandbox.retryInvoice(third, "declined");
		expect(await stripe.subscriptions.retrieve(subscription)).toMatchObject({
			status: "canceled",
			cancellation_details: { reason: "payment_failed" },
		});
		expect((await stripe.invoices.retrieve(third)).next_payment_attempt).toBeNull();
	});

	test("a payout can be itemised, and may fail after it was called paid", async () => {
		const payout = sandbox.payout();
		const items = await stripe.balanceTransactions
			.list({ payout: payout.id, limit: 100 })
			.autoPagingToArray({ limit: 1000 });
		const others = items.filter(({ type }) => type !== "payout");
		expect(others.reduce((sum, { net }) => sum + net, 0)).toBe(payout.amount);
		sandbox.settlePayout(payout.id);
		expect(ground.types().slice(-2)).toEqual(["payout.paid", "payout.reconciliation_completed"]);
		sandbox.failPayout(payout.id);
		expect(await ground.netOf(payout.id)).toEqual([payout.amount, -payout.amount]);
	});
});

describe("what it is asked for that is not one amount", () => {
	test("a giver may be charged in a currency of their own, where the page lets them; what comes is the page's amount", async () => {
		const session = await open(2500, "eur", { adaptive_pricing: { enabled: true } });
		expect(sandbox.payCard(session, { presentedIn: "pln" }).presentment_details).toEqual({
			presentment_amount: 10_870,
			presentment_currency: "pln",
		});
		const charge = await stripe.charges.retrieve(sandbox.chargeOf(session), { expand: ["balance_transaction"] });
		expect(charge).toMatchObject({
			amount: 2500,
			currency: "eur",
			presentment_details: { presentment_currency: "pln" },
			balance_transaction: { amount: 2500, currency: "eur", exchange_rate: null },
		});
		const refund = await stripe.refunds.create({ charge: charge.id, amount: 500 });
		expect(refund).toMatchObject({ amount: 500, currency: "eur", presentment_details: { presentment_amount: 2174 } });
		const fixed = await open();
		expect(() => sandbox.payCard(fixed, { presentedIn: "pln" })).toThrow("currency");
	});

	test.each([
		["a second line", { line_items: [1, 2].map((quantity) => ({ quantity, price_data: priceOf(900) })) }],
		["a page made anew when it is over", { after_expiration: { recovery: { enabled: true } } }],
		[
			"a page within ours",
			{ ui_mode: "embedded_page" as const, success_url: undefined, return_url: "https://example.org/" },
		],
		["an invoice for one gift", { invoice_creation: { enabled: true } }],
		["money that is taken later", { payment_intent_data: { capture_method: "manual" as const } }],
	])("%s is refused aloud", async (_, over) => {
		await expect(open(2500, "eur", over)).rejects.toThrow("The stand-in does not know");
	});
});

const priceOf = (amount: number) => ({ currency: "eur", unit_amount: amount, product_data: { name: "Gift" } });
