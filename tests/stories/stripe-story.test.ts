import fc from "fast-check";
import { expect, test } from "vitest";
import { type StripeGround, stripeGround } from "#tests/support/stripe.ts";
import { chaosStory, goldenTable, sweepAll, tellStory } from "#tests/support/stripe-story.ts";

const GOLDEN = "./stripe-story.golden.md";

async function withGround(work: (ground: StripeGround) => Promise<void>) {
	const ground = await stripeGround();
	try {
		await work(ground);
	} finally {
		await ground.stop();
	}
}

test("bar 1: without one webhook a sweep gives the golden ledger, and another sweep nothing more", () =>
	withGround(async (ground) => {
		await tellStory(ground);
		await sweepAll(ground);
		await expect(await goldenTable(ground)).toMatchFileSnapshot(GOLDEN);
		const mails = await ground.mails();
		await sweepAll(ground);
		await expect(await goldenTable(ground)).toMatchFileSnapshot(GOLDEN);
		expect(await ground.mails()).toEqual(mails);
	}));

// `npm run drill stripe` tells it a hundred times.
test("bar 1: whatever order, repetition and loss of events, while it happens and after, one sweep gives the same", () =>
	fc.assert(
		fc.asyncProperty(fc.infiniteStream(fc.nat(99)), (stream) =>
			withGround(async (ground) => {
				await chaosStory(ground, () => stream.next().value as number);
				await sweepAll(ground);
				await expect(await goldenTable(ground)).toMatchFileSnapshot(GOLDEN);
			}),
		),
		{ numRuns: 2, endOnFailure: true },
	));
