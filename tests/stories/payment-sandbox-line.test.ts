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
import { access, type SandboxGround, sandboxGround } from "#tests/support/payment-sandbox.ts";
import { stripeClient } from "#tests/support/stripe-client.ts";

let ground: SandboxGround;
let sandbox: SandboxGround["sandbox"];
let stripe: Stripe;
let open: SandboxGround["open"];
beforeAll(async () => {
	ground = await sandboxGround();
	({ sandbox, stripe, open } = ground);
});
afterAll(() => ground?.stop());

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
