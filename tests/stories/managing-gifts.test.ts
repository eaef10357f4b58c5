import { sql } from "kysely";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GiftState } from "#app/fund/gifts/gift-state.ts";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { accountOf } from "#app/fund/managing/account.server.ts";
import { changeWords } from "#app/fund/managing/change-words.server.ts";
import { DonationPage } from "#app/fund/managing/donation-page.tsx";
import { eraseGivers, heldDonations } from "#app/fund/managing/givers.server.ts";
import { cardPage, manageMonthly } from "#app/fund/managing/manage.server.ts";
import { findOwnDonation, type OwnDonation } from "#app/fund/managing/own-donation.server.ts";
import { shownOf } from "#app/fund/managing/shown.ts";
import { statedGifts } from "#app/fund/managing/stated.ts";
import { LINK_DAYS } from "#app/fund/receipts/link.server.ts";
import { promiseReceipt, promiseReceiptAgain } from "#app/fund/receipts/promise.server.ts";
import { statementOf } from "#app/fund/receipts/statement.ts";
import { nightly } from "#app/fund/stripe/jobs.server.ts";
import { runRetention } from "#app/retention/run.server.ts";
import { promised, tokenIn } from "#tests/support/gift-mails.ts";
import { gift, type StripeGround, stripeGround } from "#tests/support/stripe.ts";

// What a giver does with a gift by the link of its mail: the real SDK against the payment sandbox.

let ground: StripeGround;
let heard = 0;
beforeAll(async () => {
	ground = await stripeGround();
});
afterAll(() => ground.stop());

/** Looks at what has happened since, once at each thing. */
async function hearAll() {
	const fresh = ground.sandbox.events().slice(heard);
	heard += fresh.length;
	for (const event of fresh.filter(({ type }) => tells.test(type))) await ground.hear(event);
}
const tells = /^(?:invoice\.paid|customer\.subscription\.(?:deleted|updated)|checkout\.session\.completed)$/;

/** A monthly gift whose first month has been paid. @returns the link's token of its receipt, and its subscription */
async function monthlyGift(email: string, amount = 1_000) {
	const { donation, session } = await ground.donate({ amount, frequency: "monthly", email });
	ground.sandbox.payCard(session);
	await hearAll();
	const receipts = await promised(ground, "gift-receipt");
	const receipt = receipts.filter(({ to }) => to === email).at(-1);
	if (!receipt) throw new Error("no receipt was promised");
	const subscription = String(ground.sandbox.state.sessions.get(session)?.subscription);
	return { donation, token: tokenIn(receipt), subscription };
}

async function seen(token: string): Promise<OwnDonation> {
	const found = await findOwnDonation(ground.db, ground.keys, token);
	if (found.state !== "found") throw new Error(`the link is ${found.state}`);
	return found.donation;
}
const managing = () => ({ ...ground.looking });

describe("bar 15: a monthly gift", () => {
	test("its second month is a second gift of the same donation, by parent.subscription_details", async () => {
		const { donation, token, subscription } = await monthlyGift("second@example.org");
		ground.sandbox.cycle(subscription);
		await hearAll();
		const gifts = await ground.db.selectFrom("gifts").where("donation_id", "=", donation).selectAll().execute();
		expect(gifts.map(({ amount }) => amount)).toEqual([1_000, 1_000]);
		expect(new Set(gifts.map(({ invoice }) => invoice)).size).toBe(2);
		const receipts = (await promised(ground, "gift-receipt")).filter(({ to }) => to === "second@example.org");
		expect(receipts).toHaveLength(2);
		expect(receipts[0]?.values.link).not.toBe(receipts[1]?.values.link);
		expect((await seen(token)).gifts.map(({ state }) => state)).toEqual(["received", "received"]);
	});

	test("another amount is charged from the next month on, and both pages say so", async () => {
		const { token, subscription } = await monthlyGift("changes@example.org");
		expect(await manageMonthly(managing(), await seen(token), { to: "change", amount: 1_500, cover: 75 })).toBe("done");
		const changed = await seen(token);
		expect(changed).toMatchObject({ amount: 1_500, cover: 75, monthly: { amount: 1_575 } });
		// Whoever covers the fee goes on doing so unless they say otherwise.
		const props = { locale: "en", path: "/en/donations/x", donation: shownOf(changed, true), account: null } as const;
		const page = renderToStaticMarkup(createElement(DonationPage, props));
		expect(/<input[^>]*name="cover_fee"[^>]*>/.exec(page)?.[0]).toContain("checked");
		expect(page).toContain("Now €0.75 is added");
		ground.sandbox.cycle(subscription);
		await hearAll();
		const { gifts, amount, cover } = await seen(token);
		expect([gifts.map((gift) => gift.amount).sort(), amount, cover]).toEqual([[1_000, 1_575], 1_500, 75]);
		const receipt = (await promised(ground, "gift-receipt")).at(-1);
		expect(receipt?.values.facts).toMatch(/Amount: €15\n.*fee: €0.75\nPaid in all: €15.75\n/);
	});

	test("another amount is told to its giver, with the way back, each time and whoever changed it", async () => {
		const email = "told@example.org";
		const { token, subscription } = await monthlyGift(email);
		const told = async () => (await promised(ground, "monthly-changed")).filter(({ to }) => to === email);
		for (const amount of [9_000, 1_000, 9_000])
			await manageMonthly(managing(), await seen(token), { to: "change", amount, cover: 0 });
		// Hearing of it from Stripe as well is no second change.
		await hearAll();
		expect((await told()).map(({ values }) => values.how)).toEqual(
			[
				["€90", "€10"],
				["€10", "€90"],
				["€90", "€10"],
			].map(([now, before]) => `From the next month on, ${now} will be taken. Before, it was ${before}.`),
		);
		expect((await told()).every(({ values }) => /\/donations\/[a-z2-7]{32}$/.test(values.link))).toBe(true);
		await manageMonthly(managing(), await seen(token), { to: "pause" });
		expect(await told()).toHaveLength(3);
		expect(ground.sandbox.state.subscriptions.get(subscription)?.status).toBe("active");
	});

	test.each(["its giver asks", "another card is asked for", "the night comes"])(
		"that Stripe no longer knows ends when %s, and its giver can be erased",
		async (when) => {
			const email = `gone-${when.length}@example.org`;
			const { token, subscription } = await monthlyGift(email);
			ground.sandbox.state.subscriptions.delete(subscription);
			ground.sandbox.state.customers.delete(String((await seen(token)).monthly?.customer));
			const donation = await seen(token);
			if (when === "the night comes") expect(await nightly(managing(), new AbortController().signal)).toBe(true);
			else if (when === "its giver asks") expect(await manageMonthly(managing(), donation, { to: "end" })).toBe("gone");
			else expect(await cardPage(managing(), donation, "en")).toBe("gone");
			expect((await seen(token)).monthly).toMatchObject({ gone: true, endedOn: expect.any(String), nextOn: null });
			expect((await promised(ground, "monthly-ended")).filter(({ to }) => to === email)).toEqual([]);
			expect(await eraseGivers(ground.db, ground.keys, email)).toBe(1);
		},
	);

	test("of another account's page for cards a new one is made", async () => {
		const { token } = await monthlyGift("moved@example.org");
		await sql`insert into stripe_portal (configuration) values ('bpc_anothers')
			on conflict (one) do update set configuration = excluded.configuration`.execute(ground.owner);
		expect(await cardPage(managing(), await seen(token), "en")).toBe("unreachable");
		expect(await cardPage(managing(), await seen(token), "en")).toEqual({ url: expect.any(String) });
	});

	test("leads to no page for cards that is not Stripe's", async () => {
		const { token } = await monthlyGift("elsewhere@example.org");
		const { stripe } = managing();
		const elsewhere = { ...managing(), stripe: { ...stripe, checkoutOrigin: "https://checkout.stripe.com" } };
		expect(await cardPage(elsewhere, await seen(token), "en")).toBe("unreachable");
		expect(await cardPage(managing(), await seen(token), "en")).toEqual({ url: expect.any(String) });
	});

	test("paused, nothing is charged; taken up again, it is", async () => {
		const { token, subscription } = await monthlyGift("pauses@example.org");
		expect(await manageMonthly(managing(), await seen(token), { to: "pause" })).toBe("done");
		expect((await seen(token)).monthly).toMatchObject({ paused: true, endedOn: null });
		expect(ground.sandbox.cycle(subscription)).toBeUndefined();
		await manageMonthly(managing(), await seen(token), { to: "resume" });
		expect((await seen(token)).monthly).toMatchObject({ paused: false });
		ground.sandbox.cycle(subscription);
		await hearAll();
		expect((await seen(token)).gifts).toHaveLength(2);
	});

	test("ended by its link, twice, it has ended once, with one mail, and nothing is left to end", async () => {
		const { token, subscription } = await monthlyGift("ends@example.org");
		const donation = await seen(token);
		const answers = await Promise.all([1, 2].map(() => manageMonthly(managing(), donation, { to: "end" })));
		expect(answers).toEqual(["done", "done"]);
		await hearAll();
		expect(ground.sandbox.state.subscriptions.get(subscription)?.status).toBe("canceled");
		expect((await seen(token)).monthly?.endedOn).not.toBeNull();
		expect(await manageMonthly(managing(), await seen(token), { to: "resume" })).toBe("gone");
		const ended = (await promised(ground, "monthly-ended")).filter(({ to }) => to === "ends@example.org");
		expect(ended.map(({ values }) => values.how)).toEqual([expect.stringContaining("as was asked for")]);
	});

	test("ended at Stripe's own page, the link's page says so", async () => {
		const { token, subscription } = await monthlyGift("portal@example.org");
		await ground.looking.stripe.api.subscriptions.cancel(subscription);
		await hearAll();
		expect((await seen(token)).monthly?.endedOn).not.toBeNull();
	});

	test("another card is given at Stripe's page, which is set up once and hears of no token of ours", async () => {
		const { token } = await monthlyGift("card@example.org");
		const [first, second] = [
			await cardPage(managing(), await seen(token), "kk"),
			await cardPage(managing(), await seen(token), "ru"),
		];
		for (const opened of [first, second]) expect(opened).toEqual({ url: expect.stringContaining(ground.sandbox.url) });
		const { rows } = await sql`select from stripe_portal`.execute(ground.db);
		expect(rows).toHaveLength(1);
		const { data } = await ground.looking.stripe.api.billingPortal.configurations.list();
		expect(data).toHaveLength(1);
		expect(data[0]?.features).toMatchObject({
			subscription_update: { enabled: false },
			invoice_history: { enabled: false },
		});
		expect(JSON.stringify([...ground.sandbox.state.portalSessions.values()])).not.toMatch(/[a-z2-7]{32}/);
	});

	test("while Stripe does not answer nothing changes, and the same may be asked again", async () => {
		const { token } = await monthlyGift("away@example.org");
		ground.sandbox.fault({ kind: "error", times: 10 });
		expect(await manageMonthly(managing(), await seen(token), { to: "end" })).toBe("unreachable");
		ground.sandbox.clearFaults();
		expect((await seen(token)).monthly?.endedOn).toBeNull();
		expect(await manageMonthly(managing(), await seen(token), { to: "end" })).toBe("done");
	});
});

describe("bar 18: what was added for the fee", () => {
	test("stands in the receipt beside the gift, and goes back with it when all of it does", async () => {
		const email = "covers@example.org";
		const { donation, session } = await ground.donate({ amount: 2_000, cover: 57, email });
		ground.sandbox.payCard(session);
		await hearAll();
		const theirs = async <Kind extends "gift-receipt" | "gift-returned">(kind: Kind) =>
			(await promised(ground, kind)).filter(({ to }) => to === email);
		const [receipt] = await theirs("gift-receipt");
		expect(receipt?.values.facts).toMatch(/^Amount: €20\n.*fee: €0.57\nPaid in all: €20.57\n/);
		const gift = await ground.db
			.selectFrom("gifts")
			.where("donation_id", "=", donation)
			.select(["id", "charge", "amount"])
			.executeTakeFirstOrThrow();
		ground.sandbox.refund(String(gift.charge));
		await ground.sweep();
		const token = tokenIn(receipt as NonNullable<typeof receipt>);
		expect((await seen(token)).gifts).toMatchObject([{ state: "refunded", amount: 2_057, returned: 2_057 }]);
		expect((await theirs("gift-returned")).map(({ values }) => values.how)).toEqual([
			expect.stringContaining("€20.57"),
		]);
	});
});

describe("a giver's year", () => {
	test("has each month that arrived, less what went back, and never less the fee", async () => {
		const { donation, token, subscription } = await monthlyGift("year@example.org");
		await manageMonthly(managing(), await seen(token), { to: "change", amount: 1_500, cover: 75 });
		ground.sandbox.cycle(subscription);
		await hearAll();
		const gifts = ground.owner.selectFrom("gifts").where("donation_id", "=", donation);
		const { charge } = await gifts.where("amount", "=", 1_575).select("charge").executeTakeFirstOrThrow();
		ground.sandbox.refund(String(charge), { amount: 500 });
		await ground.sweep();
		const found = await seen(token);
		expect(found.gifts.every(({ fee }) => (fee?.amount ?? 0) > 0)).toBe(true);
		const year = Number(found.gifts[0]?.day.slice(0, 4));
		const { lines, totals } = statementOf(statedGifts(found), year, "en");
		expect(lines.map(({ amount, returned }) => [amount, returned]).sort()).toEqual([
			["€10", null],
			["€15.75", "€5"],
		]);
		expect(totals).toEqual(["€20.75"]);
	});

	test("leaves out what has not arrived, and counts nothing of what its bank wants back", async () => {
		const token = (await monthlyGift("disputed@example.org")).token;
		const found = await seen(token);
		const [gift] = found.gifts;
		const year = Number(gift?.day.slice(0, 4));
		const totalIf = (state: GiftState) =>
			statementOf(statedGifts({ gifts: found.gifts.map((one) => ({ ...one, state })) }), year, "en").totals;
		expect(totalIf("received")).toEqual(["€10"]);
		for (const state of ["disputed", "charged-back"] as const) expect(totalIf(state)).toEqual(["€0"]);
		for (const state of ["processing", "failed", "fee-pending", "held", "refund-due", "waiting"] as const)
			expect(totalIf(state)).toEqual([]);
	});
});

describe("a transfer", () => {
	test("is asked for by its page until it has come, and not again", async () => {
		const given = { ...gift, way: "transfer" as const, email: "transfers@example.org" };
		const { id, token } = await recordDonation(ground.db, ground.keys, ground.campaignId, given, "en");
		const html = async (token: string) => {
			const account = await accountOf(ground.db, ground.campaignId);
			const shown = shownOf(await seen(token), true);
			const page = createElement(DonationPage, { locale: "en", path: "/en/donations/x", donation: shown, account });
			return renderToStaticMarkup(page);
		};
		expect(await html(token)).toContain("IT60");
		expect(await html(token)).not.toContain("parties and state bodies");
		const party = { ...given, giver: "party" as const };
		const theirs = await recordDonation(ground.db, ground.keys, ground.campaignId, party, "en");
		expect(await html(theirs.token)).toContain("parties and state bodies");
		await ground.owner
			.insertInto("gifts")
			.values({ campaign_id: ground.campaignId, donation_id: id, way: "transfer", currency: "EUR", amount: 2_000 })
			.execute();
		expect(await html(token)).not.toContain("IT60");
	});
});

describe("bar 15: the link", () => {
	test("opens one donation and no other, for its days; a made-up one opens nothing", async () => {
		const one = await monthlyGift("same@example.org", 1_100);
		const other = await monthlyGift("same@example.org", 1_200);
		expect([(await seen(one.token)).id, (await seen(other.token)).id]).toEqual([one.donation, other.donation]);
		expect(JSON.stringify(await seen(one.token))).not.toContain(other.donation);
		const past = (days: number) =>
			sql`update donation_links set expires_on = expires_on - ${days}::int where donation_id = ${one.donation}`.execute(
				ground.owner,
			);
		await past(LINK_DAYS);
		expect((await seen(one.token)).id).toBe(one.donation);
		await past(1);
		expect(await findOwnDonation(ground.db, ground.keys, one.token)).toEqual({ state: "over" });
		expect(await findOwnDonation(ground.db, ground.keys, "a".repeat(32))).toEqual({ state: "unknown" });
	});

	test("is stored as a hash, and changes name and dedication, never the address", async () => {
		const { token, donation } = await monthlyGift("words@example.org");
		const { rows } = await sql<{ hashes: string }>`
			select encode(token_hash, 'escape') as hashes from donation_links`.execute(ground.owner);
		expect(rows.some(({ hashes }) => hashes.includes(token))).toBe(false);
		const words = { displayName: "Aigul", dedication: "For the families" };
		expect(await changeWords(ground.db, ground.keys, await seen(token), words)).toBeUndefined();
		expect((await seen(token)).words).toEqual({ email: "words@example.org", ...words });
		const wrong = await changeWords(ground.db, ground.keys, await seen(token), {
			...words,
			displayName: "www.example.org",
		});
		expect(wrong).toEqual({ displayName: "sign.name.link" });
		expect((await seen(token)).words?.displayName).toBe("Aigul");
		expect((await heldDonations(ground.db, ground.keys, "words@example.org", "en"))[0]?.id).toBe(donation);
	});
});

describe("the person goes, the gift stays", () => {
	test("a giver is found under the fund's key, and erased with links and mails that wait; running, not before its end", async () => {
		const email = "leaves@example.org";
		const { token, donation } = await monthlyGift(email);
		expect(await heldDonations(ground.db, ground.keys, email, "en")).toMatchObject([
			{ id: donation, email, running: true },
		]);
		expect(await eraseGivers(ground.db, ground.keys, email)).toBe(0);
		await manageMonthly(managing(), await seen(token), { to: "end" });
		const books = () =>
			sql`select j.seq, p.amount from journals j join postings p on p.journal_seq = j.seq`.execute(ground.db);
		const before = (await books()).rows.length;
		expect(await eraseGivers(ground.db, ground.keys, email)).toBe(1);
		expect(await eraseGivers(ground.db, ground.keys, email)).toBe(0);
		expect(await heldDonations(ground.db, ground.keys, email, "en")).toEqual([]);
		expect(await findOwnDonation(ground.db, ground.keys, token)).toEqual({ state: "unknown" });
		for (const kind of ["gift-receipt", "monthly-ended"] as const)
			expect((await promised(ground, kind)).filter(({ to }) => to === email)).toEqual([]);
		expect((await books()).rows).toHaveLength(before);
		const row = await ground.owner
			.selectFrom("monthly_gifts")
			.where("donation_id", "=", donation)
			.select("customer")
			.executeTakeFirst();
		expect(row?.customer).toBeNull();
		// What Stripe tells later brings nobody back, and writes to nobody.
		await hearAll();
		expect((await promised(ground, "monthly-ended")).filter(({ to }) => to === email)).toEqual([]);
	});

	test("400 days after the last gift it is nobody's; a monthly one as long as it runs is somebody's", async () => {
		const once = await ground.donate({ email: "old@example.org" });
		ground.sandbox.payCard(once.session);
		const running = await monthlyGift("runs@example.org");
		await ground.donate({ email: "never-paid@example.org" });
		await hearAll();
		const held = async () =>
			Promise.all(
				["old@example.org", "runs@example.org", "never-paid@example.org"].map(
					async (email) => (await heldDonations(ground.db, ground.keys, email, "en")).length,
				),
			);
		const pass = (days: number) =>
			sql`with g as (update gifts set given_on = given_on - ${days}::int)
				update donations set made_on = made_on - ${days}::int`.execute(ground.owner);
		await pass(61);
		await runRetention(ground.db);
		expect(await held()).toEqual([1, 1, 0]);
		await pass(339);
		await runRetention(ground.db);
		expect(await held()).toEqual([1, 1, 0]);
		await pass(1);
		await runRetention(ground.db);
		expect(await held()).toEqual([0, 1, 0]);
		expect((await seen(running.token)).monthly?.endedOn).toBeNull();
		// Which mails there were goes with the giver, and no receipt goes out a second time.
		const told = await ground.db.selectFrom("donation_mails").select("donation_id").execute();
		expect(told.filter(({ donation_id }) => donation_id === once.donation)).toEqual([]);
		expect(told.some(({ donation_id }) => donation_id === running.donation)).toBe(true);
		const { id } = await ground.db
			.selectFrom("gifts")
			.where("donation_id", "=", once.donation)
			.select("id")
			.executeTakeFirstOrThrow();
		const { keys, looking } = ground;
		expect(await promiseReceipt(ground.db, keys, looking.origin, id)).toBe(false);
		expect(await promiseReceiptAgain(ground.db, keys, looking.origin, id, "2027-12-31")).toBe(false);
	});
});
