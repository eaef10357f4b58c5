import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StripeSandbox, startStripeSandbox } from "#sandbox/stripe/start.ts";
import { stripeTrigger } from "#tests/support/stripe-cli.ts";

// A client that we did not write asks the stand-in what Stripe's own fixtures ask Stripe.
const secretKey = "sk_test_commandline0000000000";
let sandbox: StripeSandbox;
let home: string;
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), "yntymaq-stripe-cli-"));
	sandbox = await startStripeSandbox({ secretKey, webhookSecret: "whsec_cli", settlesIn: ["eur", "usd"] });
}, 120_000);
afterAll(async () => {
	await sandbox.stop();
	await rm(home, { recursive: true, force: true });
});

test.each([
	["checkout.session.completed", ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]],
	["charge.refunded", ["charge.succeeded", "charge.refunded", "refund.created"]],
	["charge.dispute.created", ["charge.succeeded", "charge.dispute.created"]],
	["payout.created", ["charge.succeeded", "payout.created"]],
	["invoice.paid", ["invoice.created", "invoice.finalized", "charge.succeeded", "invoice.paid"]],
])(
	"stripe trigger %s",
	async (event, happened) => {
		const before = sandbox.events().length;
		expect(await stripeTrigger(event, { url: sandbox.url, secretKey, home })).toContain("Trigger succeeded");
		const types = sandbox
			.events()
			.slice(before)
			.map(({ type }) => type);
		expect(types).toEqual(expect.arrayContaining(happened));
	},
	120_000,
);
