import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDay } from "#app/i18n/format.ts";
import type { MailKind } from "#emails/outbox.ts";
import { promised } from "#tests/support/gift-mails.ts";
import { type StripeGround, stripeGround } from "#tests/support/stripe.ts";

// Bar 16: a month that cannot be charged, told once each, however often and in whatever order Stripe tells it.

let ground: StripeGround;
let heard = 0;
beforeAll(async () => {
	ground = await stripeGround();
});
afterAll(() => ground.stop());

/** Looks at what is new, each twice, the last one first. */
async function hearAll() {
	const events = ground.sandbox.events();
	const fresh = events
		.slice(heard)
		.filter(({ type }) => /^(?:invoice\.p|customer\.subscription|charge\.updated)/.test(type));
	heard = events.length;
	for (const event of [...fresh, ...fresh].reverse()) await ground.hear(event);
}

async function monthly(email: string) {
	const { session } = await ground.donate({ amount: 1_000, frequency: "monthly", email });
	ground.sandbox.payCard(session);
	await hearAll();
	return String(ground.sandbox.state.sessions.get(session)?.subscription);
}

const to = async (email: string, kind: MailKind) => (await promised(ground, kind)).filter((mail) => mail.to === email);
const counts = async (email: string) =>
	Promise.all(
		(["gift-receipt", "monthly-failed", "monthly-recovered", "monthly-ended", "gift-failed"] as const).map(
			async (kind) => (await to(email, kind)).length,
		),
	);

describe("bar 16: a declined month", () => {
	test("is told once, with the day of the next try and the way to another card, and once that it came after all", async () => {
		const email = "recovers@example.org";
		const subscription = await monthly(email);
		const invoice = ground.sandbox.cycle(subscription, "declined");
		await hearAll();
		expect(await counts(email)).toEqual([1, 1, 0, 0, 0]);
		const [failed] = await to(email, "monthly-failed");
		const next = new Date((invoice?.next_payment_attempt ?? 0) * 1000).toISOString().slice(0, 10);
		expect(failed?.values).toMatchObject({
			how: expect.stringContaining(formatDay(next, "en")),
			link: expect.stringMatching(/\/en\/donations\/[a-z2-7]{32}$/),
		});
		ground.sandbox.retryInvoice(String(invoice?.id), "declined");
		await hearAll();
		expect(await counts(email)).toEqual([1, 1, 0, 0, 0]);
		ground.sandbox.retryInvoice(String(invoice?.id), "paid");
		await hearAll();
		await ground.sweep();
		expect(await counts(email)).toEqual([2, 1, 1, 0, 0]);
		ground.sandbox.cycle(subscription);
		await hearAll();
		expect(await counts(email)).toEqual([3, 1, 1, 0, 0]);
	});

	test("that fails to the last ends it, told once, and a month later nothing more is told", async () => {
		const email = "final@example.org";
		const subscription = await monthly(email);
		const invoice = String(ground.sandbox.cycle(subscription, "declined")?.id);
		await hearAll();
		for (let tries = 1; ground.sandbox.state.subscriptions.get(subscription)?.status !== "canceled"; tries++) {
			expect(tries).toBeLessThan(10);
			ground.sandbox.retryInvoice(invoice, "declined");
			await hearAll();
		}
		expect(await counts(email)).toEqual([1, 1, 0, 1, 0]);
		const [ended] = await to(email, "monthly-ended");
		expect(ended?.values).toMatchObject({ how: expect.stringContaining("could not be taken several times") });
		await ground.sweep();
		expect(await counts(email)).toEqual([1, 1, 0, 1, 0]);
	});

	test("which nobody heard of before it was paid is no more than a receipt", async () => {
		const email = "late@example.org";
		const subscription = await monthly(email);
		const invoice = String(ground.sandbox.cycle(subscription, "declined")?.id);
		ground.sandbox.retryInvoice(invoice, "paid");
		await hearAll();
		expect(await counts(email)).toEqual([2, 0, 0, 0, 0]);
	});

	test("told by ten at once is told once", async () => {
		const email = "ten@example.org";
		const subscription = await monthly(email);
		ground.sandbox.cycle(subscription, "declined");
		const failure = ground.sandbox.events().filter(({ type }) => type === "invoice.payment_failed");
		await Promise.all(Array.from({ length: 10 }, () => ground.hear(failure.at(-1))));
		expect(await counts(email)).toEqual([1, 1, 0, 0, 0]);
	});
});

describe("no word of a mail was typed by anybody", () => {
	test("neither name nor dedication, and no cause in a subject's values", async () => {
		const { session } = await ground.donate({
			email: "typed@example.org",
			displayName: "Typed Name",
			dedication: "Typed dedication",
		});
		ground.sandbox.payCard(session);
		await hearAll();
		expect(JSON.stringify(await promised(ground, "gift-receipt"))).not.toMatch(/Typed/);
	});
});
