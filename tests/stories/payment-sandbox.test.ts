import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type StripeSandbox, startStripeSandbox } from "#sandbox/stripe/start.ts";
import { startCheckedSandbox } from "#tests/doubles/stripe/checked-sandbox.ts";
import { stripeClient } from "#tests/support/stripe-client.ts";

const access = { secretKey: "sk_test_sandbox", webhookSecret: "whsec_sandbox" };
let sandbox: StripeSandbox;
let stripe: Stripe;
beforeAll(async () => {
	sandbox = await startCheckedSandbox({ ...access, settlesIn: ["eur", "jpy"] });
	stripe = stripeClient(sandbox.url, access.secretKey);
});
afterAll(() => sandbox.stop());

async function open(amount = 2500, currency = "eur", monthly = false): Promise<string> {
	const recurring = monthly ? { recurring: { interval: "month" as const } } : {};
	const metadata = { donation_id: "1" };
	const { id } = await stripe.checkout.sessions.create({
		mode: monthly ? "subscription" : "payment",
		success_url: "https://example.org/thank-you?session={CHECKOUT_SESSION_ID}",
		line_items: [
			{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "Gift" }, ...recurring } },
		],
		...(monthly ? { subscription_data: { metadata } } : { payment_intent_data: { metadata } }),
	});
	return id;
}
const types = (after = 0) =>
	sandbox
		.events()
		.slice(after)
		.map(({ type }) => type);
const netOf = async (source: string) => (await stripe.balanceTransactions.list({ source })).data.map(({ net }) => net);

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
		expect(types(before)).toEqual(["charge.updated"]);
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
		expect(await netOf(sandbox.chargeOf(session))).toEqual([]);
		sandbox.succeedSepa(session);
		expect(await netOf(sandbox.chargeOf(session))).toEqual([2465]);
		sandbox.returnSepa(session);
		expect(await netOf(sandbox.chargeOf(session))).toEqual([-2500, 2465]);
		const failed = sandbox.paySepa(await open()).id;
		sandbox.failSepa(failed);
		expect(types().at(-1)).toBe("checkout.session.async_payment_failed");
		expect(await netOf(sandbox.chargeOf(failed))).toEqual([]);
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
		expect(await netOf(second.id)).toEqual([500, -500]);
	});

	test("disputes: money goes when it is withdrawn, and returns when we win; an inquiry moves none", async () => {
		const charge = async () => sandbox.chargeOf(sandbox.payCard(await open()).id);
		const won = sandbox.openDispute(await charge());
		expect(await netOf(won.id)).toEqual([-4500]);
		sandbox.winDispute(won.id);
		expect(await netOf(won.id)).toEqual([2500, -4500]);
		const lost = sandbox.openDispute(await charge());
		sandbox.loseDispute(lost.id);
		expect((await stripe.disputes.retrieve(lost.id)).status).toBe("lost");
		const asked = sandbox.openDispute(await charge(), { inquiry: true });
		sandbox.closeInquiry(asked.id);
		expect(await netOf(asked.id)).toEqual([]);
		expect((await stripe.disputes.retrieve(asked.id)).status).toBe("warning_closed");
	});

	test("a monthly gift: paid, declined and recovered, declined to its end", async () => {
		const session = sandbox.payCard(await open(2000, "eur", true)).id;
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
		expect(types().slice(-2)).toEqual(["payout.paid", "payout.reconciliation_completed"]);
		sandbox.failPayout(payout.id);
		expect(await netOf(payout.id)).toEqual([payout.amount, -payout.amount]);
	});
});

describe("what a client has to bear", () => {
	test("the same key and parameters get the same answer, other parameters none", async () => {
		const charge = sandbox.chargeOf(sandbox.payCard(await open()).id);
		const once = () => stripe.refunds.create({ charge, amount: 100 }, { idempotencyKey: "k1" });
		const [first, again] = [await once(), await once()];
		expect(again.id).toBe(first.id);
		const other = stripe.refunds.create({ charge, amount: 200 }, { idempotencyKey: "k1" });
		await expect(other).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
	});

	test("conflicts, limits, errors and a line that is cut after the work was done", async () => {
		for (const [kind, error] of [
			["conflict", Stripe.errors.StripeAPIError],
			["rate-limit", Stripe.errors.StripeRateLimitError],
			["error", Stripe.errors.StripeAPIError],
			["reset", Stripe.errors.StripeConnectionError],
		] as const) {
			sandbox.fault({ kind, operation: "GET /v1/balance", times: 2 });
			await expect(stripe.balance.retrieve()).rejects.toBeInstanceOf(error);
			sandbox.clearFaults();
		}
		const charge = sandbox.chargeOf(sandbox.payCard(await open()).id);
		sandbox.fault({ kind: "reset", operation: "POST /v1/refunds", after: true, times: 2 });
		const refund = () => stripe.refunds.create({ charge, amount: 100 }, { idempotencyKey: "k2" });
		await expect(refund()).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
		sandbox.clearFaults();
		await refund();
		expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(100);
	});
});

test("webhooks are signed, and come again until they are taken", async () => {
	const taken: string[] = [];
	let refusals = 1;
	const endpoint: Server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
		const header = String(request.headers["stripe-signature"]);
		const event = stripe.webhooks.constructEvent(Buffer.concat(chunks), header, access.webhookSecret);
		refusals -= 1;
		if (refusals < 0) taken.push(event.id);
		response.writeHead(refusals < 0 ? 200 : 500).end();
	});
	endpoint.listen(0, "127.0.0.1");
	await once(endpoint, "listening");
	const before = sandbox.events().length;
	sandbox.sendEventsTo(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`);
	sandbox.payCard(await open());
	await sandbox.delivered();
	sandbox.sendEventsTo(undefined);
	endpoint.closeAllConnections();
	endpoint.close();
	expect(taken.sort()).toEqual(
		sandbox
			.events()
			.slice(before)
			.map(({ id }) => id)
			.sort(),
	);
	const missed = await stripe.events.list({ delivery_success: false, type: "charge.updated", limit: 100 });
	expect(missed.data.every(({ id }) => !taken.includes(id))).toBe(true);
});

test("what happened is still so after a restart, at the same port", async () => {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-payments-"));
	try {
		const first = await startStripeSandbox({ ...access, dir });
		const { id } = await stripeClient(first.url, access.secretKey).customers.create({ email: "a@example.org" });
		await first.stop();
		const second = await startStripeSandbox({ ...access, dir });
		expect(second.url).toBe(first.url);
		expect((await stripeClient(second.url, access.secretKey).customers.retrieve(id)).id).toBe(id);
		await second.stop();
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
});

test("the sum of the balance transactions is the balance, whatever happens", async () => {
	const step = fc.tuple(
		fc.constantFrom(
			"pay",
			"usd",
			"jpy",
			"sepa",
			"return",
			"refund",
			"fail",
			"dispute",
			"win",
			"lose",
			"payout",
			"unpay",
			"fee",
		),
		fc.nat(),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
			const here = await startStripeSandbox({ ...access, settlesIn: ["eur", "jpy"] });
			const client = stripeClient(here.url, access.secretKey);
			for (const [name, n] of steps) await happen(here, client, name, n);
			const sums = new Map<string, number>();
			for await (const { currency, net } of client.balanceTransactions.list({ limit: 100 }))
				sums.set(currency, (sums.get(currency) ?? 0) + net);
			const { available, pending } = await client.balance.retrieve();
			for (const { currency, amount } of available) {
				const waiting = pending.find((one) => one.currency === currency)?.amount ?? 0;
				expect(amount + waiting).toBe(sums.get(currency) ?? 0);
			}
			await here.stop();
		}),
		{ numRuns: 15 },
	);
});

/** One step, done to one of what is there; what cannot be done to it is refused, and that is a step too. */
async function happen(here: StripeSandbox, client: Stripe, name: string, n: number): Promise<void> {
	const one = (ids: Iterable<string>) => {
		const all = [...ids];
		return all[n % Math.max(1, all.length)] ?? "none";
	};
	const { charges, refunds, disputes, payouts } = here.state;
	const newOne = async (currency: string) =>
		(
			await client.checkout.sessions.create({
				mode: "payment",
				success_url: "https://example.org/",
				line_items: [
					{ quantity: 1, price_data: { currency, unit_amount: 500 + (n % 9000), product_data: { name: "Gift" } } },
				],
			})
		).id;
	const acts: Record<string, () => unknown> = {
		pay: async () => here.payCard(await newOne("eur")),
		usd: async () => here.payCard(await newOne("usd")),
		jpy: async () => here.payCard(await newOne("jpy")),
		sepa: async () => here.succeedSepa(here.paySepa(await newOne("eur")).id),
		return: () => here.returnSepa([...here.state.sessions.keys()][0] ?? ""),
		refund: () => here.refund(one(charges.keys()), { amount: 1 + (n % 400) }),
		fail: () => here.failRefund(one(refunds.keys())),
		dispute: () => here.openDispute(one(charges.keys()), { inquiry: n % 3 === 0 }),
		win: () => here.winDispute(one(disputes.keys())),
		lose: () => here.loseDispute(one(disputes.keys())),
		payout: () => here.payout({ currency: n % 2 ? "eur" : "jpy" }),
		unpay: () => here.failPayout(one(payouts.keys())),
		fee: () => here.stripeFee(1 + (n % 100)),
	};
	try {
		await acts[name]?.();
	} catch (error) {
		expect((error as Error).message).toMatch(
			/No such|cannot|closed|failed|funds|refunded|greater|nobody|charged back|not succeeded/,
		);
	}
}
