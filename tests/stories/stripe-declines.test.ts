import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countBegun } from "#app/fund/giving/begun.server.ts";
import { createCardStarts } from "#app/fund/giving/card-starts.server.ts";
import { dueCheckouts } from "#app/fund/stripe/checkouts.server.ts";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import { lookAgain } from "#app/fund/stripe/look-again.server.ts";
import { takeEvent } from "#app/fund/stripe/webhook.server.ts";
import { type GivingGround, givingGround } from "#tests/support/giving.ts";
import { webhookSecret } from "#tests/support/stripe.ts";

let ground: GivingGround;
beforeAll(async () => {
	ground = await givingGround();
});
afterAll(() => ground?.stop());
beforeEach(async () => {
	const { owner } = ground;
	for (const table of ["checkouts", "checkout_starts", "monthly_declines"] as const)
		await owner.deleteFrom(table).execute();
	await owner.updateTable("fund_alarms").set({ closed_on: "2026-12-01" }).execute();
});

const networks = (function* () {
	for (let n = 0; ; n++) yield `198.18.${n}.0/24`;
})();
/** Somebody begins to pay; each comes from elsewhere. @returns the page, or undefined where cards wait */
async function begin(
	frequency: "once" | "monthly" = "once",
	network = networks.next().value,
): Promise<string | undefined> {
	const { state } = await ground.post({ frequency }, { network });
	return state === "open" ? [...ground.sandbox.state.sessions.keys()].at(-1) : undefined;
}
async function page(frequency?: "once" | "monthly") {
	const begun = await begin(frequency);
	if (!begun) throw new Error("cards wait");
	return begun;
}
function decline(session: string, times: number) {
	for (let n = 0; n < times; n++) ground.sandbox.payCard(session, { card: "declined" });
}
const look = (id: string) => lookAgain(ground.looking, { of: "checkout", id });
const statusOf = (id: string) => ground.sandbox.state.sessions.get(id)?.status;

/** Tells of events as Stripe does. */
async function tell(events: readonly Stripe.Event[]) {
	const { db, keys, looking } = ground;
	for (const event of events) {
		const payload = JSON.stringify(event);
		const signature = looking.stripe.api.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
		expect(await takeEvent(db, keys, looking.stripe, Buffer.from(payload), signature)).toBe(200);
	}
}
/** What happened at Stripe meanwhile. */
async function told(work: () => void) {
	const before = ground.sandbox.events().length;
	work();
	return ground.sandbox.events().slice(before);
}

test("a page on which five cards were declined ends at Stripe; whoever had four tries a fifth", async () => {
	const session = await page();
	decline(session, 4);
	await look(session);
	expect(statusOf(session)).toBe("open");
	decline(session, 1);
	// However often somebody looks, and without one webhook.
	for (let times = 0; times < 2; times++) await look(session);
	expect(statusOf(session)).toBe("expired");
	expect(() => ground.sandbox.payCard(session)).toThrow("not open");
	expect(await ground.db.selectFrom("checkouts").select(["state", "expires_at"]).execute()).toEqual([
		{ state: "expired", expires_at: null },
	]);
	expect(await ground.db.selectFrom("checkout_starts").select("declines").execute()).toEqual([{ declines: 5 }]);
	// One giver with bad luck is no attack.
	expect(await ground.alarms()).toEqual([]);
});

test("a page that is paid after all stays paid, whatever was declined on it before", async () => {
	const session = await page();
	decline(session, 5);
	ground.sandbox.payCard(session);
	await look(session);
	expect(statusOf(session)).toBe("complete");
});

test("a declined card makes its page due at once, and no more than once in three seconds", async () => {
	const session = await page();
	const events = await told(() => decline(session, 2));
	const { owner, db } = ground;
	const looked = (seconds: number) =>
		owner
			.updateTable("checkouts")
			.set({ looked_at: new Date(Date.now() + seconds * 1_000) })
			.execute();
	// At this moment, which on a slow machine lasts.
	const justNow = () => looked(60);
	await justNow();
	expect(await dueCheckouts(db, 10)).toEqual([]);
	// Some seconds ago, as most are.
	await looked(-5);
	await tell(events);
	expect(await dueCheckouts(db, 10)).toEqual([session]);
	await justNow();
	await tell(await told(() => decline(session, 1)));
	expect(await dueCheckouts(db, 10)).toEqual([]);
});

test("when more cards are declined than paid, twenty at least, cards wait, staff hear of it, and givers have the transfer", async () => {
	for (let n = 0; n < 4; n++) {
		const session = await page();
		decline(session, 5);
		expect(await ground.alarms()).toEqual([]);
		await look(session);
	}
	expect(await ground.alarms()).toEqual(["card-testing"]);
	expect(await begin()).toBeUndefined();
	const given = await ground.post({ way: "transfer" }, { network: networks.next().value });
	expect(given.state).toBe("to-transfer");
	// What came over no onion closes nothing for those who come by it.
	expect(await begin("once", "onion")).toBeDefined();
});

test("who tries cards from one network closes them for that network alone", async () => {
	const [here, ...elsewhere] = [1, 2, 3].map(() => networks.next().value);
	for (let n = 0; n < 4; n++) {
		const session = await begin("once", here);
		if (session) decline(session, 5);
		if (session) await look(session);
	}
	expect(await ground.db.selectFrom("checkout_starts").select("declines").execute()).toEqual([
		{ declines: 5 },
		{ declines: 5 },
	]);
	expect(await begin("once", here)).toBeUndefined();
	// However many more were tried before anybody looked.
	await ground.owner.updateTable("checkout_starts").set({ declines: 100 }).execute();
	for (const network of elsewhere) expect(await begin("once", network)).toBeDefined();
	expect(await begin("once", "onion")).toBeDefined();
});

test("what was declined over the onion counts there alone, whatever process is asked", async () => {
	for (let n = 0; n < 4; n++) {
		const session = await begin("once", "onion");
		if (session) decline(session, 5);
		if (session) await look(session);
	}
	const { db, campaignId } = ground;
	const fresh = createCardStarts({ now: Date.now, random: randomBytes });
	const declinedFor = async (network: string) => (await countBegun(db, campaignId, fresh, network, false)).declined;
	expect(await declinedFor("onion")).toBe(20);
	expect(await declinedFor("192.0.2.0/24")).toBe(0);
	expect(await begin("once", "onion")).toBeUndefined();
	expect(await begin()).toBeDefined();
});

test("the pages of honest givers stay when somebody tries cards on a monthly one; where none came over the onion it stays open", async () => {
	const honest = [await page("monthly"), await page("monthly")];
	const evil = await page("monthly");
	await tell(await told(() => decline(evil, 20)));
	for (const session of [...honest, evil]) await look(session);
	expect([...honest, evil].map(statusOf)).toEqual(["open", "open", "open"]);
	expect(await ground.alarms()).toEqual(["card-testing"]);
	expect(await begin("monthly")).toBeUndefined();
	expect(await begin("monthly", "onion")).toBeDefined();
	// Nobody knows by which way each card came.
	expect(await begin("monthly", "onion")).toBeUndefined();
});

test("cards that were declined two days ago, and are told of now, hold back nobody", async () => {
	const session = await page("monthly");
	const events = await told(() => decline(session, 20));
	await tell(events.map((event) => ({ ...event, created: event.created - 2 * 86_400 })));
	expect(await ground.db.selectFrom("monthly_declines").selectAll().execute()).toEqual([]);
	expect(await begin("monthly")).toBeDefined();
});

test("cards declined on monthly pages, each told twice, hold back monthly gifts alone, and end the pages that are open", async () => {
	const session = await page("monthly");
	const events = await told(() => decline(session, 20));
	await tell(events.slice(0, -2));
	await look(session);
	expect(statusOf(session)).toBe("open");
	await tell([...events, ...events]);
	expect(
		await ground.db
			.selectFrom("monthly_declines")
			.select(({ fn }) => fn.sum("declines").as("n"))
			.execute(),
	).toEqual([{ n: 20 }]);
	expect(await begin("monthly")).toBeUndefined();
	expect(await begin("once")).toBeDefined();
	await look(session);
	expect(statusOf(session)).toBe("expired");
	expect(await ground.alarms()).toEqual(["card-testing"]);
	await ground.owner
		.updateTable("monthly_declines")
		.set({ minute: sql<Date>`minute - interval '61 minutes'` })
		.execute();
	expect(await begin("monthly")).toBeDefined();
	await hourly(ground.looking, new AbortController().signal);
	expect(await ground.db.selectFrom("monthly_declines").selectAll().execute()).toEqual([]);
});

test("a month of a monthly gift that fails is nobody's try, however many fail on one day", async () => {
	const session = await page("monthly");
	ground.sandbox.payCard(session);
	await look(session);
	const subscription = String(ground.sandbox.state.sessions.get(session)?.subscription);
	await tell(await told(() => ground.sandbox.cycle(subscription, "declined")));
	expect(await ground.db.selectFrom("monthly_declines").selectAll().execute()).toEqual([]);
});
