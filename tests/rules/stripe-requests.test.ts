import { readFileSync } from "node:fs";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Parameters, parseParameters } from "#sandbox/stripe/account/parameters.ts";
import { signature } from "#sandbox/stripe/events/sign.ts";
import { directOperations } from "#sandbox/stripe/http/direct-operations.ts";
import { operations } from "#sandbox/stripe/http/operations.ts";
import { type StripeSandbox, startStripeSandbox } from "#sandbox/stripe/start.ts";
import { rules } from "#tests/doubles/stripe/rules.ts";
import { complaintsAbout, stripeValidator } from "#tests/doubles/stripe/validator.ts";
import { wireSchema } from "#tests/doubles/stripe/wire-schema.ts";

// Made once: it reads all of the SDK's types.
const schema = wireSchema();

const good = {
	mode: "payment",
	submit_type: "donate",
	success_url: "https://example.org/thank-you?session={CHECKOUT_SESSION_ID}",
	"line_items[0][quantity]": "1",
	"line_items[0][price_data][currency]": "eur",
	"line_items[0][price_data][unit_amount]": "2500",
	"line_items[0][price_data][product_data][name]": "Gift",
	"payment_intent_data[metadata][donation_id]": "1",
};

const ask = (
	changed: Record<string, string | undefined> = {},
	operation = "POST /v1/checkout/sessions",
	base: object = good,
) => {
	const sent = Object.entries({ ...base, ...changed }).filter(
		(pair): pair is [string, string] => pair[1] !== undefined,
	);
	const parameters: Parameters = parseParameters(new URLSearchParams(sent).toString());
	const headers = { "stripe-version": "2026-10-28.endive" };
	return complaintsAbout({ operation, method: "POST", path: "", parameters, headers });
};

test("the committed schema is what the pinned SDK's types say: npm run stripe:wire", () => {
	expect(schema).toBe(readFileSync("tests/doubles/stripe/wire.schema.json", "utf8"));
});

test("a request in order is in order", () => {
	expect(ask()).toEqual([]);
	expect(ask({ charge: "ch_1", amount: "500" }, "POST /v1/refunds", {})).toEqual([]);
});

describe("bar 7: a request that Stripe would refuse is refused", () => {
	test.each([
		["a parameter that was removed", { "payment_method_types[0]": "card" }],
		["a misspelt parameter", { "line_items[0][price_data][product_data][nme]": "x" }],
		["a word that is none of the list", { submit_type: "donat" }],
		["half a cent", { "line_items[0][price_data][unit_amount]": "12.5" }],
		["a number in words", { "line_items[0][quantity]": "two" }],
		["a product without a name", { "line_items[0][price_data][product_data][name]": undefined }],
		["a language that the page has not", { locale: "kk" }],
		["a reference that is too long", { client_reference_id: "x".repeat(201) }],
		["an amount below the least", { "line_items[0][price_data][unit_amount]": "49" }],
		["a session that ends too soon", { expires_at: "1" }],
		["monthly parameters of a single payment", { "subscription_data[metadata][a]": "b" }],
		[
			"a single price in a monthly session",
			{ mode: "subscription", "payment_intent_data[metadata][donation_id]": undefined },
		],
		["a customer created by a subscription's session", { mode: "subscription", customer_creation: "always" }],
		["a hosted page with nowhere to go", { success_url: undefined }],
		["two kinds of product", { "line_items[0][price_data][product]": "prod_1" }],
		["two customers", { customer: "cus_1", customer_email: "a@example.org" }],
		["a descriptor that no statement can show", { "payment_intent_data[statement_descriptor_suffix]": "<fund>" }],
		["metadata that is too long", { "metadata[a]": "x".repeat(501) }],
	])("%s", (_, changed) => {
		expect(ask(changed)).not.toEqual([]);
	});

	test("a refund of nothing, and of two things", () => {
		expect(ask({ amount: "500" }, "POST /v1/refunds", {})).not.toEqual([]);
		expect(ask({ charge: "ch_1", payment_intent: "pi_1" }, "POST /v1/refunds", {})).not.toEqual([]);
	});

	test("every rule names the documentation that it rests on", () => {
		expect(rules.length).toBeGreaterThanOrEqual(12);
		for (const { says } of rules) expect(says).toMatch(/\((?:.*(?:Params?|Config|Options)\b.*)\)/);
	});
});

describe("bar 7: in front of the stand-in", () => {
	const validator = stripeValidator();
	let sandbox: StripeSandbox;
	let stripe: Stripe;
	beforeAll(async () => {
		sandbox = await startStripeSandbox({
			secretKey: "sk_test_x",
			webhookSecret: "whsec_x",
			onRequest: validator.onRequest,
		});
		const { hostname, port } = new URL(sandbox.url);
		stripe = new Stripe("sk_test_x", {
			host: hostname,
			port,
			protocol: "http",
			telemetry: false,
			maxNetworkRetries: 0,
		});
	});
	afterAll(() => sandbox.stop());

	test("a wrong request is answered with 400, changes nothing, and fails the suite at its end", async () => {
		const wrong = stripe.refunds.create({ charge: "ch_1", amount: 12.5 });
		await expect(wrong).rejects.toMatchObject({ statusCode: 400 });
		expect(validator.wrong).toHaveLength(1);
		expect(() => validator.assertNone()).toThrow(/POST \/v1\/refunds/);
	});

	test("so is one that the stand-in does not know", async () => {
		await expect(stripe.coupons.create({ percent_off: 10 })).rejects.toMatchObject({ statusCode: 400 });
		expect(() => validator.assertNone()).toThrow(/POST \/v1\/coupons/);
	});
});

test("every operation of the stand-in that the site may use can be judged", () => {
	const wire = Object.keys(JSON.parse(schema).definitions.StripeWire.properties).sort();
	const known = Object.keys(operations).filter((name) => !(name in directOperations));
	expect(known.sort()).toEqual(wire);
});

test("our signature and the SDK's are the same", () => {
	const payload = JSON.stringify({ id: "evt_1", text: "қ — ы" });
	const timestamp = 1_795_362_489;
	const theirs = new Stripe("sk_test_x").webhooks.generateTestHeaderString({ payload, secret: "whsec_x", timestamp });
	expect(signature(payload, "whsec_x", timestamp)).toBe(theirs);
});
