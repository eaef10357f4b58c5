import { once } from "node:events";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCheckout } from "#app/fund/stripe/checkout.server.ts";
import { checkoutParams } from "#app/fund/stripe/checkout-params.ts";
import { askRefund } from "#app/fund/stripe/refunds.server.ts";
import { takeEvent } from "#app/fund/stripe/webhook.server.ts";
import { stripeRounds } from "#app/fund/stripe/work.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { until } from "#tests/support/mail.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { type StripeGround, secretKey, stripeGround, webhookSecret } from "#tests/support/stripe.ts";
import type { StripeWorkerOptions } from "../../bench/kills/stripe-worker.ts";
import { startProcess } from "../../bench/support/process.ts";

// Bar 10: a process killed between Stripe's call and our commit, at five points.
let ground: StripeGround;
let onRequest: ((operation: string) => void) | undefined;
beforeAll(async () => {
	ground = await stripeGround({ onRequest: ({ operation }) => void onRequest?.(operation ?? "") });
});
afterAll(() => ground.stop());
beforeEach(() => {
	onRequest = undefined;
	ground.sandbox.clearFaults();
});

const count = async (table: "journals" | "refunds" | "email_deliveries") =>
	(await ground.db.selectFrom(table).select(ground.db.fn.countAll<number>().as("n")).executeTakeFirstOrThrow()).n;

async function worker(checkout?: StripeWorkerOptions["checkout"]) {
	const access = { secretKey, apiUrl: ground.sandbox.url, webhookSecrets: [webhookSecret] };
	const options: StripeWorkerOptions = { databaseUrl: ground.url, keys: ground.secretKeys, access, checkout };
	return (await startProcess("bench/kills/stripe-worker.ts", options)).child;
}

/** Kills a worker once Stripe has done what it asked for, and before it can hear so. */
async function killedAt(operation: string, checkout?: StripeWorkerOptions["checkout"]) {
	const child = await worker(checkout);
	const gone = once(child, "exit");
	ground.sandbox.fault({ kind: "reset", after: true, operation, times: 1_000 });
	onRequest = (seen) => {
		if (seen === operation) setTimeout(() => child.kill("SIGKILL"), 5);
	};
	child.send("begin");
	expect((await gone)[1]).toBe("SIGKILL");
	onRequest = undefined;
	ground.sandbox.clearFaults();
}

/** Another worker comes: leases are over, as they are after two minutes. */
async function another() {
	await ground.owner
		.updateTable("stripe_events")
		.set({ not_before: new Date(0) })
		.where("state", "=", "new")
		.execute();
	await ground.owner
		.updateTable("refunds")
		.set({ not_before: new Date(0) })
		.execute();
	await stripeRounds(ground.looking, { warn: () => undefined })(new AbortController().signal);
}

/** Somebody pays, and its events wait in our table. */
async function paid() {
	const { donation, session } = await ground.donate({ amount: 2_500, email: "giver@example.org" });
	const before = ground.sandbox.events().length;
	ground.sandbox.payCard(session);
	for (const event of ground.sandbox.events().slice(before)) {
		const body = Buffer.from(JSON.stringify(event));
		const payload = body.toString();
		const header = ground.looking.stripe.api.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
		await takeEvent(ground.db, ground.keys, ground.looking.stripe, body, header);
	}
	return { donation, session };
}

test.each(["GET /v1/charges/{id}", "GET /v1/balance_transactions"])(
	"bar 10: killed at %s: one journal, one receipt",
	async (operation) => {
		const before = { journals: await count("journals"), mails: await count("email_deliveries") };
		await paid();
		await killedAt(operation);
		await another();
		expect(await count("journals")).toBe(before.journals + 1);
		expect(await count("email_deliveries")).toBe(before.mails + 1);
	},
);

test("bar 10: killed after the commit and before the events are noted as done: one journal, one receipt", async () => {
	const before = { journals: await count("journals"), mails: await count("email_deliveries") };
	await paid();
	const child = await worker();
	const gone = once(child, "exit");
	const claimed = () =>
		ground.db
			.selectFrom("stripe_events")
			.where("tries", ">", 0)
			.where("state", "=", "new")
			.select("id")
			.executeTakeFirst();
	await inTransaction(ground.owner, async (notes) => {
		await inTransaction(ground.owner, async (books) => {
			// Nobody posts anything until the events are ours.
			await sql`lock table journals in share row exclusive mode`.execute(books);
			child.send("begin");
			await until(claimed, "they are claimed");
			// Once claimed, nobody notes anything of them until this ends.
			await notes.selectFrom("stripe_events").selectAll().forUpdate().execute();
		});
		await until(async () => (await count("journals")) > before.journals, "it is posted");
		child.kill("SIGKILL");
		await gone;
	});
	await another();
	expect(await count("journals")).toBe(before.journals + 1);
	expect(await count("email_deliveries")).toBe(before.mails + 1);
});

test("bar 10: killed after Stripe has made a refund: one refund", async () => {
	const { donation, session } = await paid();
	await another();
	const { id: by } = await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] });
	const gift = await ground.db
		.selectFrom("gifts")
		.where("donation_id", "=", donation)
		.select("id")
		.executeTakeFirstOrThrow();
	const asked = { campaignId: ground.campaignId, giftId: gift.id, amount: 500, by };
	expect(await inTransaction(ground.db, (trx) => askRefund(trx, asked))).toHaveProperty("id");
	await killedAt("POST /v1/refunds");
	// A day later Stripe has forgotten the idempotency key.
	ground.sandbox.state.answers.clear();
	await another();
	expect([...ground.sandbox.state.refunds.values()]).toHaveLength(1);
	expect(await ground.db.selectFrom("refunds").select(["state", "amount"]).execute()).toEqual([
		{ state: "succeeded", amount: 500 },
	]);
	await ground.sweep();
	expect(await ground.balance("refunds")).toBe(500);
	expect(ground.sandbox.chargeOf(session)).toBeTruthy();
});

test("bar 10: killed after Stripe has made a page for paying: asked for again, it is the same page", async () => {
	const { donation } = await ground.donate({ amount: 2_500 });
	const id = `${donation.slice(0, -4)}ffff`;
	const page = "http://localhost:3000/en/fund/stripe-fund";
	const params = checkoutParams({
		total: 2_500,
		currency: "EUR",
		monthly: false,
		name: "Gift",
		email: "",
		locale: "en",
		paidUrl: `${page}/thank-you?session={CHECKOUT_SESSION_ID}`,
		backUrl: page,
		until: new Date(Date.now() + 35 * 60_000),
	});
	const before = ground.sandbox.state.sessions.size;
	await killedAt("POST /v1/checkout/sessions", { donation: id, params });
	expect(ground.sandbox.state.sessions.size).toBe(before + 1);
	await createCheckout(ground.looking.stripe, id, 1, params);
	expect(ground.sandbox.state.sessions.size).toBe(before + 1);
});
