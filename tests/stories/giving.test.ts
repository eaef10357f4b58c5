import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SealedDonation } from "#app/fund/giving/donations.server.ts";
import { createPaymentLooks, paymentState } from "#app/fund/giving/paid.server.ts";
import { parseReference } from "#app/fund/giving/reference.ts";
import { postEntry } from "#app/fund/ledger/post.server.ts";
import type { StripeDoor } from "#app/fund/stripe/stripe.server.ts";
import { open } from "#app/seal/seal.ts";
import { type GivingGround, givingGround } from "#tests/support/giving.ts";
import { fundSlug } from "#tests/support/stripe.ts";

let ground: GivingGround;
beforeAll(async () => {
	ground = await givingGround();
});
afterAll(() => ground?.stop());

/** The only one of which nothing is in the books. */
const last = () =>
	ground.owner
		.selectFrom("donations")
		.where("id", "not in", (query) =>
			query.selectFrom("gifts").select("donation_id").where("donation_id", "is not", null),
		)
		.selectAll()
		.executeTakeFirst();
const emptied = async () => {
	await ground.owner.deleteFrom("checkouts").execute();
	await ground.owner.deleteFrom("checkout_starts").execute();
	await ground.owner.deleteFrom("email_deliveries").execute();
	await ground.owner.deleteFrom("donation_mails").execute();
	await sql`delete from donations where id not in (select donation_id from gifts)`.execute(ground.owner);
	await ground.owner.updateTable("fund_alarms").set({ closed_on: "2026-12-01" }).execute();
};
/** The session that was made last, as Stripe has it. */
const session = () => [...ground.sandbox.state.sessions.values()].at(-1);

describe("a gift by card", () => {
	test("is written down without a name, and its page asks Stripe for exactly what was said", async () => {
		await emptied();
		const opened = await ground.post({ amount: 1_500, cover: 57, currency: "JPY" });
		expect(opened.state).toBe("open");
		const donation = await last();
		expect(donation).toMatchObject({
			amount: 1_500,
			cover: 57,
			currency: "JPY",
			way: "card",
			sealed: null,
			fingerprint: null,
		});
		expect(parseReference(donation?.reference ?? "")).toBe(donation?.reference);
		const made = session();
		expect(made).toMatchObject({
			amount_total: 1_557,
			currency: "jpy",
			mode: "payment",
			locale: "en",
			client_reference_id: donation?.id,
			metadata: { donation_id: donation?.id },
		});
		expect(made?.cancel_url).toMatch(/\?amount=1500&back=1&currency=JPY&frequency=once#give$/);
		expect((made?.expires_at ?? 0) - Date.now() / 1000).toBeGreaterThan(30 * 60);
		expect((made?.expires_at ?? 0) - Date.now() / 1000).toBeLessThan(60 * 60);
	});

	test("keeps its words sealed to its own row, and in Kazakh is asked for in Russian", async () => {
		await emptied();
		const words = { email: "giver@example.org", displayName: "Name", dedication: "Words" };
		await ground.post({ ...words, frequency: "monthly" }, { locale: "kk" });
		const donation = await last();
		expect(open<SealedDonation>(ground.keys, `donations/${donation?.id}`, donation?.sealed as Buffer)).toEqual(words);
		expect(session()).toMatchObject({ mode: "subscription", locale: "ru", customer_email: words.email });
		const told = JSON.stringify(session());
		expect(told).not.toMatch(/Words|"Name"/);
	});

	test("S21: posted twice is two gifts with a page each, which end by themselves; what is paid on both is flagged", async () => {
		await emptied();
		const email = "giver@example.org";
		// The button pressed twice, or a browser that tries again.
		const both = await Promise.all([ground.post({ email }), ground.post({ email })]);
		expect(both.map(({ state }) => state)).toEqual(["open", "open"]);
		const pages = [...ground.sandbox.state.sessions.values()].slice(-2);
		expect(new Set(pages.map(({ client_reference_id }) => client_reference_id)).size).toBe(2);
		expect(pages.every(({ expires_at }) => expires_at < Date.now() / 1_000 + 60 * 60)).toBe(true);
		for (const { id } of pages.slice(0, 1)) ground.sandbox.payCard(id);
		await ground.sweep();
		expect(await ground.alarms()).toEqual([]);
		for (const { id } of pages.slice(1)) ground.sandbox.payCard(id);
		await ground.sweep();
		expect(await ground.alarms()).toEqual(["double-gift"]);
	});

	test("that Stripe does not answer for is forgotten, and counts against nobody", async () => {
		await emptied();
		ground.sandbox.fault({ kind: "error", times: 10 });
		expect(await ground.post({ email: "giver@example.org" })).toMatchObject({ state: "unreachable" });
		ground.sandbox.clearFaults();
		expect(await last()).toBeUndefined();
		expect(await ground.owner.selectFrom("checkout_starts").selectAll().execute()).toEqual([]);
	});
});

describe("S23: the thank-you page says", () => {
	const site = () => ({ db: ground.db, stripe: ground.looking.stripe, looksAtPayment: createPaymentLooks() });
	let here: ReturnType<typeof site>;
	beforeEach(() => {
		here = site();
	});
	const said = (id: string) => paymentState(here, fundSlug, id);
	beforeAll(emptied);

	async function begun() {
		await ground.post({});
		return session()?.id ?? "";
	}

	test("that nothing was paid, while nothing was and once the page is over", async () => {
		const id = await begun();
		expect(await said(id)).toBe("unpaid");
		// Opened again at once it asks Stripe nothing.
		ground.sandbox.fault({ kind: "error", times: 10 });
		expect(await said(id)).toBe("unpaid");
		ground.sandbox.clearFaults();
		const over = await begun();
		ground.sandbox.expire(over);
		expect(await said(over)).toBe("unpaid");
	});

	test("nothing of a payment that is not this fund's: its row may be gone", async () => {
		const id = await begun();
		expect(await said("cs_test_nobodys")).toBe("unknown");
		expect(await said("")).toBe("unknown");
		expect(await paymentState(here, "other-fund", id)).toBe("unknown");
	});

	test("that it is paid, though nobody has told us; and that it is in the books, though Stripe is silent", async () => {
		const id = await begun();
		ground.sandbox.payCard(id);
		expect(await said(id)).toBe("booking");
		const { donation_id } = await ground.owner
			.selectFrom("checkouts")
			.where("id", "=", id)
			.select("donation_id")
			.executeTakeFirstOrThrow();
		await book(donation_id);
		ground.sandbox.fault({ kind: "error", times: 10 });
		expect(await said(id)).toBe("booked");
		ground.sandbox.clearFaults();
	});

	test("that it does not know while ten others are asked about; another site asks ten of its own", async () => {
		const id = await begun();
		const silent = {
			...here.stripe,
			api: { checkout: { sessions: { retrieve: () => new Promise(() => undefined) } } },
		};
		for (let n = 0; n < 10; n++) here.looksAtPayment(silent as unknown as StripeDoor, `cs_test_${n}`);
		expect(await said(id)).toBe("unsure");
		expect(await paymentState(site(), fundSlug, id)).toBe("unpaid");
	});

	test("that a direct debit is on its way", async () => {
		const id = await begun();
		ground.sandbox.paySepa(id);
		expect(await said(id)).toBe("under-way");
	});

	test("that it does not know, where Stripe does not answer in three seconds", async () => {
		const id = await begun();
		ground.sandbox.fault({ kind: "reset", times: 10 });
		expect(await said(id)).toBe("unsure");
		ground.sandbox.clearFaults();
		expect(await paymentState({ ...here, stripe: undefined }, fundSlug, id)).toBe("unsure");
	});
});

/** A payment of twenty euros in the books. */
async function book(donationId: string) {
	const { campaignId: campaign_id, owner } = ground;
	await owner.transaction().execute(async (trx) => {
		const gift = await trx
			.insertInto("gifts")
			.values({ campaign_id, donation_id: donationId, way: "card", currency: "EUR", amount: 2_000 })
			.returning("id")
			.executeTakeFirstOrThrow();
		await postEntry(
			trx,
			campaign_id,
			{
				kind: "gift",
				key: `test:${gift.id}`,
				occurredOn: "2026-11-23",
				giftId: gift.id,
				postings: [
					{ account: "bank", currency: "EUR", amount: 2_000 },
					{ account: "donations_bank", currency: "EUR", amount: -2_000 },
				],
			},
			null,
		);
	});
}

describe("a transfer", () => {
	test("has a reference of its own, and its details are mailed where an address was given", async () => {
		await emptied();
		const given = await ground.post({ way: "transfer", email: "giver@example.org" });
		expect(given).toMatchObject({ state: "to-transfer", donation: { token: expect.stringMatching(/^[a-z2-7]{32}$/) } });
		expect(await mails()).toBe(1);
		await ground.post({ way: "transfer" });
		expect(await mails()).toBe(1);
		expect(session()?.metadata?.donation_id).not.toBe("donation" in given && given.donation.id);
	});

	test("is what a trap's gift becomes: no page at Stripe, no mail", async () => {
		await emptied();
		const before = ground.sandbox.state.sessions.size;
		const given = await ground.post({ email: "giver@example.org", frequency: "monthly", cover: 94 }, { suspect: true });
		expect(given.state).toBe("to-transfer");
		expect(await last()).toMatchObject({ way: "transfer", frequency: "once", cover: 0 });
		expect(ground.sandbox.state.sessions.size).toBe(before);
		expect(await mails()).toBe(0);
	});
});

const mails = async () => (await ground.owner.selectFrom("email_deliveries").select("id").execute()).length;

describe("bar 20: who tries stolen cards", () => {
	const alarms = async () =>
		(
			await ground.owner.selectFrom("fund_alarms").where("closed_on", "is", null).select(["kind", "about"]).execute()
		).map(({ kind }) => kind);

	test("gets fifteen pages of five hundred from fifty networks, and is told of no card; while cards are paused the honest giver is offered the transfer", async () => {
		await emptied();
		const before = ground.sandbox.state.sessions.size;
		const attempt = (i: number) =>
			ground.post({ amount: 300, email: `carder-${i}@example.org` }, { network: `198.51.${i % 50}.0/24` });
		const states: string[] = [];
		for (let i = 0; i < 500; i += 20) {
			// A giver comes early and pays; another comes in the middle.
			if (i === 0) {
				const { state } = await ground.post({ email: "early@example.org" }, { network: "203.0.113.0/24" });
				expect(state).toBe("open");
				ground.sandbox.payCard(session()?.id ?? "");
				await ground.owner
					.updateTable("checkouts")
					.set({ state: "complete" })
					.where("id", "=", session()?.id ?? "")
					.execute();
			}
			if (i === 240) {
				expect(await ground.post({ email: "giver@example.org" }, { network: "192.0.2.0/24" })).toEqual({
					state: "paused",
				});
				const given = await ground.post({ email: "giver@example.org", way: "transfer" }, { network: "192.0.2.0/24" });
				expect(given.state).toBe("to-transfer");
			}
			states.push(
				...(await Promise.all(Array.from({ length: 20 }, (_, n) => attempt(i + n)))).map(({ state }) => state),
			);
		}
		const pages = ground.sandbox.state.sessions.size - before;
		expect(pages).toBeGreaterThan(1);
		expect(pages).toBeLessThanOrEqual(15);
		expect(states.filter((state) => state === "open").length).toBe(pages - 1);
		expect(new Set(states)).toEqual(new Set(["open", "paused"]));
		expect(await alarms()).toEqual(["card-testing"]);
	});

	test("is let in again when the hour is over, and so is everybody", async () => {
		await ground.owner
			.updateTable("checkout_starts")
			.set({ started_at: new Date(Date.now() - 3_601_000) })
			.execute();
		expect((await ground.post({}, { network: "192.0.2.0/24" })).state).toBe("open");
		expect((await ground.owner.selectFrom("checkout_starts").selectAll().execute()).length).toBe(1);
	});

	test("has five pages of one network, however many others pay", async () => {
		await emptied();
		for (let i = 0; i < 3; i++) {
			await ground.post({}, { network: `203.0.${i}.0/24` });
			await ground.owner.updateTable("checkouts").set({ state: "complete" }).execute();
		}
		const states = [];
		for (let i = 0; i < 7; i++) states.push((await ground.post({}, { network: "10.9.8.0/24" })).state);
		expect(states).toEqual([...Array(5).fill("open"), "paused", "paused"]);
		// Nobody is told of one network: that is no attack.
		expect(await alarms()).toEqual([]);
	});

	test("cannot close cards for a whole hour: after ten minutes the pages that were left count less", async () => {
		await emptied();
		const at = (network: number) => ground.post({}, { network: `198.18.${network}.0/24` });
		for (let i = 0; i < 10; i++) expect((await at(i)).state).toBe("open");
		expect((await at(10)).state).toBe("paused");
		await ground.owner
			.updateTable("checkout_starts")
			.set({ started_at: new Date(Date.now() - 601_000) })
			.execute();
		expect((await at(11)).state).toBe("open");
	});

	test("over the onion closes cards for the onion alone, and elsewhere not for the onion", async () => {
		await emptied();
		const over = (network: string) => ground.post({}, { network });
		for (let i = 0; i < 10; i++) expect((await over("onion")).state).toBe("open");
		expect((await over("onion")).state).toBe("paused");
		for (let i = 0; i < 10; i++) expect((await over(`198.19.${i}.0/24`)).state).toBe("open");
		expect((await over("198.19.10.0/24")).state).toBe("paused");
	});

	test("learns of no address whether it gave: each is answered alike, however often it came", async () => {
		await emptied();
		const states: string[] = [];
		for (let i = 0; i < 30; i++) {
			states.push((await ground.post({ email: "one@example.org" }, { network: `198.17.${i}.0/24` })).state);
			await ground.owner.updateTable("checkouts").set({ state: "complete" }).execute();
		}
		expect(new Set(states)).toEqual(new Set(["open"]));
	});
});
