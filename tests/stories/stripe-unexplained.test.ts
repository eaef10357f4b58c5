import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAlarms } from "#app/fund/alarms/desk.server.ts";
import { readGift } from "#app/fund/gifts/desk.server.ts";
import { promiseDueReceipts } from "#app/fund/holding/receipts.server.ts";
import { acceptGift, giveBackGift } from "#app/fund/holding/settle.server.ts";
import { verifyLedger } from "#app/fund/ledger/verify.server.ts";
import { compareBalance } from "#app/fund/stripe/balance.server.ts";
import { explainFeesByTwo, feesSubject } from "#app/fund/stripe/explain-fees.server.ts";
import { giveBack } from "#app/fund/stripe/give-back.server.ts";
import { hourly } from "#app/fund/stripe/jobs.server.ts";
import { closeSeenAlarm, refundGift, sayWhatItWas } from "#app/organise/fund/gifts/act-gift.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { type StripeGround, stripeGround } from "#tests/support/stripe.ts";

let ground: StripeGround;
let by: string;
beforeAll(async () => {
	ground = await stripeGround();
	by = (await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["treasurer"] })).id;
});
afterAll(() => ground?.stop());

const never = new AbortController().signal;
type Said = Parameters<typeof sayWhatItWas>[3];

const say = (alarm: number, said: Said) =>
	sayWhatItWas(
		{ db: ground.db, keys: ground.keys, stripe: ground.looking.stripe },
		{ campaignId: ground.campaignId, by, origin: "http://localhost:3000" },
		alarm,
		said,
	);

/** A payment, of 25 € by itself, that was made without a donation of ours. @returns its charge */
async function unlinked(amount = 2_500): Promise<string> {
	const { donation, session } = await ground.donate({ amount });
	ground.sandbox.payCard(session);
	await ground.owner.deleteFrom("donations").where("id", "=", donation).execute();
	return ground.sandbox.chargeOf(session);
}

/** The alarm about something, which waits to be explained. */
async function alarmOf(about: string) {
	const alarm = (await openAlarms(ground.db, ground.campaignId)).find((one) => one.about === about);
	if (!alarm) throw new Error("no such alarm is open");
	return alarm;
}

/** What stands in accounts now, less what stood in them before. */
async function standing<Account extends string>(...accounts: readonly Account[]) {
	const now = () => Promise.all(accounts.map((account) => ground.balance(account)));
	const before = await now();
	return async () => {
		const after = await now();
		return Object.fromEntries(accounts.map((account, n) => [account, (after[n] ?? 0) - (before[n] ?? 0)]));
	};
}

/** Nothing is left to explain, and the books have what Stripe has. */
async function isWhole() {
	expect(await ground.balance("unallocated")).toBe(0);
	expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
	expect(await verifyLedger(ground.db, ground.campaignId)).toMatchObject({ state: "whole", faults: [] });
}

/** The reference of a donation that waits for its money. */
async function awaited(given: Parameters<StripeGround["donate"]>[0]): Promise<string> {
	const { donation } = await ground.donate({ email: "giver@example.org", ...given });
	const row = ground.db.selectFrom("donations").where("id", "=", donation).select("reference");
	return (await row.executeTakeFirstOrThrow()).reference;
}

async function giftOfCharge(charge: string) {
	const { id } = await ground.db
		.selectFrom("gifts")
		.where("charge", "=", charge)
		.select("id")
		.executeTakeFirstOrThrow();
	return readGift(ground.db, ground.campaignId, id);
}

test("a payment of nobody's donation is a donation's gift by its reference, with its receipt and its fee, once", async () => {
	const charge = await unlinked();
	await ground.sweep();
	expect(await ground.alarms()).toEqual(["unlinked-payment"]);
	expect(await ground.balance("unallocated")).toBe(-2_500);
	expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
	const { id: alarm, waits } = await alarmOf(charge);
	const reference = await awaited({ amount: 2_500 });
	expect(waits).toMatchObject({ currency: "EUR", amount: 2_500 });
	// Its alarm is closed by saying what it was, and by that alone.
	await closeSeenAlarm(ground, ground.campaignId, by, alarm);
	expect(await ground.alarms()).toEqual(["unlinked-payment"]);
	expect(await say(alarm, { is: "fee" })).toBe("not-so");
	expect(await say(alarm, { is: "gift", reference: "nobody's" })).toBe("reference");
	const said = await Promise.all([1, 2].map(() => say(alarm, { is: "gift", reference })));
	expect(new Set(said)).toEqual(new Set([null, "already"]));
	expect(await giftOfCharge(charge)).toMatchObject({ state: "received", refunded: 0, left: 2_500, fee: 63 });
	expect(await ground.mails()).toEqual(["gift-receipt"]);
	expect(await ground.alarms()).toEqual([]);
	await isWhole();
	const acts = await ground.owner.selectFrom("audit_log").where("act", "=", "stripe.explained").select("act").execute();
	expect(acts).toHaveLength(1);
});

test("it goes back through Stripe, less what went back already; nothing of it is left in the books", async () => {
	const moved = await standing("donations_card", "refunds");
	const charge = await unlinked();
	ground.sandbox.refund(charge, { amount: 500 });
	await ground.sweep();
	expect(await say((await alarmOf(charge)).id, { is: "given-back" })).toBe(null);
	await giveBack(ground.looking);
	await ground.sweep();
	expect(await moved()).toEqual({ donations_card: -2_500, refunds: 2_500 });
	const refunds = [...ground.sandbox.state.refunds.values()].filter((refund) => refund.charge === charge);
	expect(refunds.map(({ amount }) => amount)).toEqual([500, 2_000]);
	await isWhole();
});

describe("explained after more has become of it, it stands where it would stand had it been known", () => {
	const gift: Said = { is: "gift", reference: null };

	test("after a refund, of a part or of the whole", async () => {
		const moved = await standing("donations_card", "refunds");
		const [part, whole] = [await unlinked(), await unlinked()];
		ground.sandbox.refund(part, { amount: 700 });
		ground.sandbox.refund(whole);
		// Each refund is heard of before anybody knows of its payment.
		for (const event of ground.sandbox.events()) await ground.hear(event);
		for (const charge of [part, whole]) expect(await say((await alarmOf(charge)).id, gift)).toBe(null);
		expect(await moved()).toEqual({ donations_card: -5_000, refunds: 3_200 });
		expect(await giftOfCharge(part)).toMatchObject({ state: "refunded-in-part", refunded: 700, left: 1_800 });
		expect(await giftOfCharge(whole)).toMatchObject({ state: "refunded", refunds: [{ amount: 2_500, here: false }] });
		await isWhole();
	});

	test.each([gift, { is: "given-back" }] as const)(
		"after a dispute that was lost, and is won on appeal later: %o",
		async (said) => {
			const moved = await standing("donations_card", "chargebacks", "disputed", "dispute_fees");
			const charge = await unlinked();
			const dispute = ground.sandbox.openDispute(charge);
			await hourly(ground.looking, never);
			ground.sandbox.loseDispute(dispute.id);
			await hourly(ground.looking, never);
			expect(await ground.balance("unallocated")).toBe(0);
			// It went back to whoever paid, by their bank: nothing is refunded, and nobody is thanked.
			const mails = await ground.mails();
			expect(await say((await alarmOf(charge)).id, said)).toBe(null);
			expect(await giveBack(ground.looking)).toBe(0);
			expect(await ground.mails()).toEqual(mails);
			const lost = { donations_card: -2_500, chargebacks: 2_500, disputed: 0, dispute_fees: 2_000 };
			expect(await moved()).toEqual(lost);
			expect(await giftOfCharge(charge)).toMatchObject({ state: "charged-back", cases: [{ status: "lost" }] });
			await isWhole();
			ground.sandbox.winDispute(dispute.id);
			for (let times = 0; times < 2; times++) await hourly(ground.looking, never);
			expect(await moved()).toEqual({ ...lost, chargebacks: 0 });
			expect(await giftOfCharge(charge)).toMatchObject({ state: "received" });
			await isWhole();
		},
	);

	test.each(["won", "lost"] as const)("while a dispute is open, which is %s later", async (outcome) => {
		const moved = await standing("donations_card", "chargebacks", "disputed");
		const charge = await unlinked();
		const dispute = ground.sandbox.openDispute(charge);
		await hourly(ground.looking, never);
		const { id: alarm } = await alarmOf(charge);
		// What its bank has is not given back a second time.
		expect(await say(alarm, { is: "given-back" })).toBe("not-so");
		expect(await say(alarm, gift)).toBe(null);
		expect(await moved()).toEqual({ donations_card: -2_500, chargebacks: 0, disputed: 2_500 });
		expect(await giftOfCharge(charge)).toMatchObject({ state: "disputed" });
		await isWhole();
		if (outcome === "won") ground.sandbox.winDispute(dispute.id);
		else ground.sandbox.loseDispute(dispute.id);
		await hourly(ground.looking, never);
		const chargebacks = outcome === "won" ? 0 : 2_500;
		expect(await moved()).toEqual({ donations_card: -2_500, chargebacks, disputed: 0 });
		expect(await giftOfCharge(charge)).toMatchObject({ state: outcome === "won" ? "received" : "charged-back" });
		await isWhole();
	});

	test("a loss that is heard of while somebody explains has an alarm of its own", async () => {
		const charge = await unlinked();
		const dispute = ground.sandbox.openDispute(charge);
		await hourly(ground.looking, never);
		const { id: alarm } = await alarmOf(charge);
		// As if its alarm had been closed a moment ago, and the gift could not be seen yet.
		await ground.owner.updateTable("fund_alarms").set({ closed_on: "2026-12-01" }).where("id", "=", alarm).execute();
		ground.sandbox.loseDispute(dispute.id);
		await hourly(ground.looking, never);
		expect(await say((await alarmOf(charge)).id, gift)).toBe(null);
		await isWhole();
	});
});

describe("a payment of nobody's donation that two have to decide about", () => {
	const LARGE = 600_000;
	const gift: Said = { is: "gift", reference: null };
	let two: [string, string];
	beforeAll(async () => {
		const member = async () => (await makeOrganiser(ground, { campaign: "stripe-fund", roles: ["committee"] })).id;
		two = [await member(), await member()];
	});

	const agreed = (id: string, action: "gift.accept" | "gift.give-back") =>
		sql`insert into approvals (action, campaign_id, subject, state, asked_by, agreed_by, not_before)
			values (${action}, ${ground.campaignId}, ${id}, 'agreed', ${two[0]}, ${two[1]}, now())`.execute(ground.owner);
	const decide = (id: string, how: typeof acceptGift) =>
		ground.db.transaction().execute((trx) => how(trx, ground.campaignId, id, two[1]));
	const accept = async (id: string) => {
		await agreed(id, "gift.accept");
		return decide(id, acceptGift);
	};

	test("is a gift that waits, though it is explained; two make it the fund's, and its giver is thanked then", async () => {
		const moved = await standing("unallocated", "donations_card");
		const charge = await unlinked(LARGE);
		await ground.sweep();
		const { id: alarm } = await alarmOf(charge);
		const mails = await ground.mails();
		const reference = await awaited({ amount: LARGE });
		const said = await Promise.all([1, 2].map(() => say(alarm, { is: "gift", reference })));
		expect(new Set(said)).toEqual(new Set(["held", "already"]));
		expect(await ground.alarms()).toEqual([]);
		expect(await moved()).toEqual({ unallocated: -LARGE, donations_card: 0 });
		expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
		const { id, state } = (await giftOfCharge(charge)) ?? { id: "" };
		expect(state).toBe("held");
		// Nobody alone accepts it or gives it back.
		await expect(decide(id, acceptGift)).rejects.toMatchObject({ constraint: "held_gifts_by_two" });
		await expect(decide(id, giveBackGift)).rejects.toMatchObject({ constraint: "refunds_by_two" });
		expect(await refundGift(ground, ground.campaignId, by, id, LARGE)).toBe("held");
		expect(await ground.mails()).toEqual(mails);
		expect([await accept(id), await decide(id, acceptGift)]).toEqual([true, false]);
		expect(await moved()).toEqual({ unallocated: 0, donations_card: -LARGE });
		expect(await giftOfCharge(charge)).toMatchObject({ state: "received", left: LARGE });
		await promiseDueReceipts(ground.db, ground.keys, "http://localhost:3000");
		expect(await ground.mails()).toEqual([...mails, "gift-receipt"].sort());
		await isWhole();
	});

	test("is so by who gives, however small", async () => {
		const charge = await unlinked();
		await ground.sweep();
		const reference = await awaited({ amount: 2_500, giver: "party" });
		expect(await say((await alarmOf(charge)).id, { is: "gift", reference })).toBe("held");
		expect(await ground.balance("unallocated")).toBe(-2_500);
		expect(await accept((await giftOfCharge(charge))?.id ?? "")).toBe(true);
		await isWhole();
	});

	test.each([
		["gift", 0],
		["given-back", 150_000],
		["given-back", LARGE],
	] as const)(
		"goes back through Stripe when two say so: %s, after %d of it had gone back there",
		async (is, before) => {
			const moved = await standing("donations_card", "refunds");
			const charge = await unlinked(LARGE);
			if (before > 0) ground.sandbox.refund(charge, { amount: before });
			await ground.sweep();
			expect(await say((await alarmOf(charge)).id, is === "gift" ? gift : { is })).toBe("held");
			expect(await giveBack(ground.looking)).toBe(0);
			expect(await ground.balance("unallocated")).toBe(before - LARGE);
			const id = (await giftOfCharge(charge))?.id ?? "";
			await agreed(id, "gift.give-back");
			expect([await decide(id, giveBackGift), await decide(id, giveBackGift)]).toEqual([true, false]);
			expect(await giveBack(ground.looking)).toBe(before < LARGE ? 1 : 0);
			await ground.sweep();
			const refunds = [...ground.sandbox.state.refunds.values()].filter((refund) => refund.charge === charge);
			expect(refunds.map(({ amount }) => amount)).toEqual([before, LARGE - before].filter(Boolean));
			// It was never the fund's.
			expect(await moved()).toEqual({ donations_card: 0, refunds: 0 });
			expect(await giftOfCharge(charge)).toMatchObject({ state: "refunded", left: 0 });
			await isWhole();
		},
	);

	test.each(["before", "after"] as const)(
		"and was lost to its bank %s two accepted it, heard of while somebody explained: it is counted once, and once more when it is won",
		async (when) => {
			const moved = await standing("donations_card", "chargebacks", "disputed");
			const charge = await unlinked(LARGE);
			const dispute = ground.sandbox.openDispute(charge);
			await hourly(ground.looking, never);
			expect(await say((await alarmOf(charge)).id, gift)).toBe("held");
			const id = (await giftOfCharge(charge))?.id ?? "";
			// As if the gift could not be seen yet when the loss was booked.
			await ground.owner.updateTable("disputes").set({ gift_id: null }).where("id", "=", dispute.id).execute();
			await ground.owner
				.updateTable("gifts")
				.set({ charge: null, payment_intent: null })
				.where("id", "=", id)
				.execute();
			ground.sandbox.loseDispute(dispute.id);
			await hourly(ground.looking, never);
			await ground.owner.updateTable("gifts").set({ charge }).where("id", "=", id).execute();
			if (when === "after") expect(await accept(id)).toBe(true);
			const { id: alarm } = await alarmOf(charge);
			expect(await say(alarm, gift)).toBe(when === "before" ? "held" : null);
			const taken = when === "before" ? 0 : LARGE;
			expect(await moved()).toEqual({ donations_card: 0 - taken, chargebacks: taken, disputed: 0 });
			await isWhole();
			ground.sandbox.winDispute(dispute.id);
			await hourly(ground.looking, never);
			if (when === "before") expect(await accept(id)).toBe(true);
			expect(await moved()).toEqual({ donations_card: -LARGE, chargebacks: 0, disputed: 0 });
			await isWhole();
		},
	);
});

test("a kind that nobody foresaw is a gift or a fee; what two would have to accept is nobody's alone to explain", async () => {
	const moved = await standing("processor_fees", "donations_card");
	for (const amount of [700, -300, 90_000_000]) ground.sandbox.unknownTxn({ amount });
	await ground.sweep();
	expect(await ground.alarms()).toEqual(Array(3).fill("unknown-transaction"));
	const alarms = await openAlarms(ground.db, ground.campaignId);
	const sayOf = (amount: number, said: Said) =>
		say(alarms.find(({ waits }) => waits?.amount === amount)?.id ?? 0, said);
	expect(await sayOf(-300, { is: "gift", reference: null })).toBe("not-so");
	expect(await sayOf(-300, { is: "fee" })).toBe(null);
	expect(await sayOf(700, { is: "gift", reference: null })).toBe(null);
	expect(await sayOf(90_000_000, { is: "gift", reference: null })).toBe("not-so");
	expect(await moved()).toEqual({ processor_fees: 300, donations_card: -700 });
	expect(await ground.balance("unallocated")).toBe(-90_000_000);
	expect(await compareBalance(ground.looking, ground.campaignId)).toEqual([]);
});

test("what one person calls a fee is small, counted with the bank's; more two say, as money sent out by hand looks the same", async () => {
	const { db, owner, campaignId } = ground;
	const moved = await standing("processor_fees");
	const amounts = [-5_001, -5_000, -4_999, -4_998, -4_997];
	for (const amount of amounts) ground.sandbox.unknownTxn({ amount });
	await ground.sweep();
	const alarms = await openAlarms(db, campaignId);
	const alarmOfSum = (amount: number) => alarms.find(({ waits }) => waits?.amount === amount)?.id ?? 0;
	const answers = [];
	for (const amount of amounts) answers.push(await say(alarmOfSum(amount), { is: "fee" }));
	// 200.00 a month, of which 3.00 and these.
	expect(answers).toEqual(["two", null, null, null, "two"]);
	const subject = Number(await feesSubject(db, campaignId, alarmOfSum(-5_001)));
	const byTwo = () => inTransaction(db, (trx) => explainFeesByTwo(trx, { campaignId, by }, subject));
	await expect(byTwo()).rejects.toMatchObject({ constraint: "stripe_fees_by_two" });
	const keeper = async (role: "treasurer" | "committee") =>
		(await makeOrganiser(ground, { campaign: "stripe-fund", roles: [role] })).id;
	const two = { asked_by: await keeper("treasurer"), agreed_by: await keeper("committee"), not_before: new Date() };
	const agreed = { action: "stripe.fees", campaign_id: campaignId, state: "agreed", ...two };
	await owner
		.insertInto("approvals")
		.values({ ...agreed, subject: `${subject + 1}` })
		.execute();
	await expect(byTwo()).rejects.toMatchObject({ constraint: "stripe_fees_by_two" });
	await owner
		.insertInto("approvals")
		.values({ ...agreed, subject: `${subject}` })
		.execute();
	expect(await byTwo()).toBe(true);
	expect(await byTwo()).toBe(false);
	expect(await moved()).toEqual({ processor_fees: 5_001 + 5_000 + 4_999 + 4_998 });
	expect((await openAlarms(db, campaignId)).map(({ id }) => id)).not.toContain(alarmOfSum(-5_001));
	expect(await compareBalance(ground.looking, campaignId)).toEqual([]);
});
