import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { createCheckout } from "#app/fund/stripe/checkout.server.ts";
import { checkoutParams } from "#app/fund/stripe/checkout-params.ts";
import { openStripe } from "#app/fund/stripe/stripe.server.ts";
import { takeEvent } from "#app/fund/stripe/webhook.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, signIn } from "#tests/support/organiser.ts";
import { gift } from "#tests/support/stripe.ts";

const secret = "whsec_sandboxsandbox";
const stripe = openStripe({ secretKey: "sk_test_x", apiUrl: "http://127.0.0.1:1", webhookSecrets: [secret] });

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

let number = 0;
function payloadOf(over: object = {}, size = 0): string {
	const object = { id: `cs_none${++number}`, object: "checkout.session", filler: "x".repeat(size) };
	const event = { id: `evt_test${number}`, object: "event", type: "checkout.session.completed", livemode: false };
	return JSON.stringify({ ...event, api_version: "2026-10-28.endive", data: { object }, ...over });
}
function sign(payload: string, { by = secret, at = Date.now() / 1000 }: { by?: string; at?: number } = {}) {
	return stripe.api.webhooks.generateTestHeaderString({ payload, secret: by, timestamp: Math.floor(at) });
}
async function post(payload: string, signature?: string) {
	const headers: Record<string, string> = { "content-type": "application/json; charset=utf-8" };
	if (signature !== undefined) headers["stripe-signature"] = signature;
	return (await fetch(new URL("/webhooks/stripe", app.origin), { method: "POST", headers, body: payload })).status;
}
const stored = async () => (await app.db.selectFrom("stripe_events").select("id").execute()).length;

describe("bar 9: what is not signed by Stripe is refused, and nothing of it is stored", () => {
	const wrong: [string, (payload: string) => string | undefined][] = [
		["no signature", () => undefined],
		["an empty one", () => ""],
		["another secret's", (payload) => sign(payload, { by: "whsec_somebodyelses" })],
		["six minutes old", (payload) => sign(payload, { at: Date.now() / 1000 - 360 })],
		["from six minutes ahead", (payload) => sign(payload, { at: Date.now() / 1000 + 360 })],
		["an empty secret's", (payload) => sign(payload, { by: "" })],
		["of another text", (payload) => sign(`${payload} `)],
		["nonsense", () => "t=now,v1=00"],
	];
	test.each(wrong)("%s", async (_, signature) => {
		const before = await stored();
		const payload = payloadOf();
		expect(await post(payload, signature(payload))).toBe(400);
		expect(await stored()).toBe(before);
	});

	test("real money's, where the key is a trial's", async () => {
		const before = await stored();
		const payload = payloadOf({ livemode: true });
		expect(await post(payload, sign(payload))).toBe(400);
		expect(await stored()).toBe(before);
	});

	test("more than a megabyte, whatever its signature", async () => {
		const before = await stored();
		const payload = payloadOf({}, 1_100_000);
		expect(await post(payload, sign(payload))).toBe(413);
		expect(await stored()).toBe(before);
	});

	test("while secrets are exchanged both are taken", async () => {
		const keys = readKeyRing(app.settings.SECRET_KEYS);
		const both = { ...stripe, webhookSecrets: ["whsec_thenewonethenewone", secret] };
		for (const by of both.webhookSecrets) {
			const payload = payloadOf();
			expect(await takeEvent(app.db, keys, both, Buffer.from(payload), sign(payload, { by }))).toBe(200);
		}
	});
});

test("another version of Stripe's format raises an alarm", async () => {
	const payload = payloadOf({ api_version: "2015-04-07", data: { object: { object: "unknown" } } });
	expect(await post(payload, sign(payload))).toBe(200);
	await expect
		.poll(() => app.db.selectFrom("fund_alarms").where("kind", "=", "api-version").select("about").execute())
		.toEqual([{ about: "2015-04-07" }]);
});

/** Somebody pays on the sandbox's page, and Stripe tells nobody. @returns the event of the charge, and the donation */
async function paidInSilence() {
	app.sandbox.holdWebhooks(true);
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	const { campaign_id } = await app.db.selectFrom("stripe_fund").select("campaign_id").executeTakeFirstOrThrow();
	const email = `giver-${++number}@example.org`;
	const { id, token } = await recordDonation(app.db, keys, campaign_id, { ...gift, amount: 2_500, email }, "en");
	const door = openStripe({ secretKey: "sk_test_sandbox", apiUrl: app.sandbox.url, webhookSecrets: [secret] });
	const page = `${app.origin}/en/fund/zhanaozen`;
	const asked = { total: 2_500, currency: "EUR", monthly: false, name: "Gift", email, locale: "en" as const };
	const until = new Date(Date.now() + 35 * 60_000);
	const paidUrl = `${page}/thank-you?session={CHECKOUT_SESSION_ID}`;
	const made = await createCheckout(door, id, 1, checkoutParams({ ...asked, paidUrl, backUrl: page, until }));
	app.sandbox.payCard(made.id);
	const event = app.sandbox.events().findLast(({ type }) => type === "charge.succeeded");
	return { donation: id, token, email, payload: JSON.stringify(event) };
}

test("bar 8: of one event delivered a hundred times at once come one journal and one mail, and each is answered 200", async () => {
	const { donation, email, payload } = await paidInSilence();
	const header = sign(payload);
	const answers = await Promise.all(Array.from({ length: 100 }, () => post(payload, header)));
	expect(new Set(answers)).toEqual(new Set([200]));
	const journals = () =>
		app.db
			.selectFrom("journals as j")
			.innerJoin("gifts as g", "g.id", "j.gift_id")
			.where("g.donation_id", "=", donation)
			.select("j.kind")
			.execute();
	await expect.poll(journals).toEqual([{ kind: "card-gift" }]);
	await expect.poll(async () => (await app.mails()).filter(({ to }) => to === email).length).toBe(1);
	expect(await journals()).toHaveLength(1);
});

test("the desk: a gift is found by its reference; what a treasurer gives back goes to Stripe, and comes back as said", async () => {
	const { donation, payload } = await paidInSilence();
	expect(await post(payload, sign(payload))).toBe(200);
	const find = () => app.db.selectFrom("gifts").where("donation_id", "=", donation).select("id").executeTakeFirst();
	await expect.poll(find).toBeDefined();
	const giftId = (await find())?.id;
	const { reference } = await app.db
		.selectFrom("donations")
		.where("id", "=", donation)
		.select("reference")
		.executeTakeFirstOrThrow();
	const treasurer = await signIn(app, await makeOrganiser(app, { roles: ["treasurer"] }));
	const auditor = await signIn(app, await makeOrganiser(app, { roles: ["auditor"] }));
	const list = "/organise/campaigns/zhanaozen/fund/gifts";
	const found = await (await treasurer.get(`${list}?reference=${reference}`)).text();
	expect(found).toContain(`${list}/${giftId}`);
	expect(found.match(/class="gift"/g)).toHaveLength(1);
	expect((await auditor.post(`${list}/${giftId}`, { intent: "refund", amount: "5" })).status).toBe(403);
	expect((await treasurer.post(`${list}/${giftId}`, { intent: "refund", amount: "five" })).status).toBe(422);
	expect((await treasurer.post(`${list}/${giftId}`, { intent: "refund", amount: "26" })).status).toBe(409);
	expect((await treasurer.post(`${list}/${giftId}`, { intent: "refund", amount: "5" })).status).toBe(303);
	await expect
		.poll(() =>
			app.db
				.selectFrom("refunds")
				.where("gift_id", "=", giftId ?? "")
				.select(["amount", "state"])
				.execute(),
		)
		.toEqual([{ amount: 500, state: "succeeded" }]);
	const page = await (await treasurer.get(`${list}/${giftId}`)).text();
	expect(page).toMatch(/Refunds.*sent/s);
	expect(page).not.toContain("@example.org");
	const again = await treasurer.post(`${list}/${giftId}`, { intent: "receipt" });
	expect(again.status).toBe(303);
	const answered = await (await treasurer.get(again.headers.get("location") ?? "")).text();
	expect(answered).toContain("The receipt has been sent again.");
	expect((await treasurer.post(`${list}/${giftId}`, { intent: "receipt" })).status).toBe(409);
});

test("ten posts a minute about one gift are enough for its page, and keep what was typed; to end it is refused to nobody", async () => {
	const { token } = await paidInSilence();
	const path = new URL(`/en/donations/${token}`, app.origin);
	const post = (fields: Record<string, string>) =>
		fetch(path, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
	const words = { intent: "words", display_name: "", dedication: "For the strike" };
	for (let times = 0; times < 10; times++) expect((await post(words)).status).toBe(303);
	const refused = await post({ ...words, dedication: "For every strike" });
	expect(refused.status).toBe(429);
	const page = await refused.text();
	expect(page).toContain("Much was asked for by this link within a minute.");
	expect(page).toContain("For every strike");
	expect((await post({ intent: "card" })).status).toBe(429);
	expect((await post({ intent: "end" })).status).toBe(303);
	// Another's is not held back by it.
	const other = await paidInSilence();
	const there = new URL(`/en/donations/${other.token}`, app.origin);
	expect((await fetch(there, { method: "POST", body: new URLSearchParams(words), redirect: "manual" })).status).toBe(
		303,
	);
});

test("events are sealed where they stand: an address in one is in no column", async () => {
	const payload = payloadOf({ data: { object: { object: "customer", email: "planted-giver@example.org" } } });
	expect(await post(payload, sign(payload))).toBe(200);
	const rows = await app.db.selectFrom("stripe_events").selectAll().execute();
	expect(JSON.stringify(rows)).not.toContain("planted-giver");
	expect(app.logged.join("")).not.toContain("evt_");
});

test.each(["reset", "slow"] as const)(
	"bar 8: off the request: while Stripe's answer is %s an event is answered 200 and waits",
	async (kind) => {
		app.sandbox.holdWebhooks(true);
		// Longer than this test is patient.
		app.sandbox.fault({ kind, times: 1_000, wait: 60_000 });
		const payload = payloadOf({
			type: "charge.succeeded",
			data: { object: { id: `ch_none${++number}`, object: "charge" } },
		});
		expect(await post(payload, sign(payload))).toBe(200);
		const { id } = JSON.parse(payload);
		const { state } = await app.db
			.selectFrom("stripe_events")
			.where("id", "=", id)
			.select("state")
			.executeTakeFirstOrThrow();
		expect(state).toBe("new");
		app.sandbox.clearFaults();
	},
);
