import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import type { Gift } from "#app/fund/giving/give-fields.ts";
import { createCheckout } from "#app/fund/stripe/checkout.server.ts";
import { checkoutParams } from "#app/fund/stripe/checkout-params.ts";
import { hintOf } from "#app/fund/stripe/hint.ts";
import { lookAgain } from "#app/fund/stripe/look-again.server.ts";
import type { Looking } from "#app/fund/stripe/looking.ts";
import { openStripe } from "#app/fund/stripe/stripe.server.ts";
import { sweep } from "#app/fund/stripe/sweep.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import type { SandboxOptions, StripeSandbox } from "#sandbox/stripe/start.ts";
import { startCheckedSandbox } from "#tests/doubles/stripe/checked-sandbox.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

/** A fund whose account is at the payment sandbox, and nothing between it and the books but what looks again. */
export interface StripeGround extends TestDatabase {
	sandbox: StripeSandbox;
	looking: Looking;
	keys: Looking["keys"];
	/** SECRET_KEYS, for another process. */
	secretKeys: string;
	campaignId: number;
	/** Somebody sets out to give. @returns the donation, and the page on which it is paid */
	donate(given?: Partial<Gift>): Promise<{ donation: string; session: string }>;
	/** Looks at what an event of the sandbox's is about, as the worker does. */
	hear(event: unknown): Promise<void>;
	sweep(): Promise<number>;
	/** What stands in an account. */
	balance(account: string, currency?: string): Promise<number>;
	/** Mails promised by kind, in order of their kinds. */
	mails(): Promise<string[]>;
	/** Open alarms by kind. */
	alarms(): Promise<string[]>;
	stop(): Promise<void>;
}

/** An amount in order; twenty euros, once, by card, from nobody in particular. */
export const gift: Gift = {
	amount: 2_000,
	cover: 0,
	currency: "EUR",
	frequency: "once",
	way: "card",
	giver: "person",
	email: "",
	displayName: "",
	dedication: "",
};

/** Of the fund and its campaign. */
export const fundSlug = "stripe-fund";
export const secretKey = "sk_test_stripestripe";
export const webhookSecret = "whsec_stripestripestripe";

/** @param existing a migrated database that is removed with the ground; a copy of the run's where it is absent */
export async function stripeGround(
	options: Partial<SandboxOptions> = {},
	existing?: TestDatabase,
): Promise<StripeGround> {
	const [database, sandbox] = await Promise.all([
		existing ?? testDatabase(),
		startCheckedSandbox({ secretKey, webhookSecret, ...options }),
	]);
	const { db } = database;
	const secretKeys = `1:${randomBytes(32).toString("base64")}`;
	const keys = readKeyRing(secretKeys);
	const stripe = openStripe({ secretKey, apiUrl: sandbox.url, webhookSecrets: [webhookSecret] });
	const looking: Looking = { db, keys, stripe, origin: "http://localhost:3000" };
	const campaignId = await plantStripeFund(database, keys);
	return {
		...database,
		sandbox,
		looking,
		keys,
		secretKeys,
		campaignId,
		async donate(given) {
			const whole: Gift = { ...gift, ...given };
			const { id } = await recordDonation(db, keys, campaignId, whole, "en");
			const page = `http://localhost:3000/en/fund/${fundSlug}`;
			const params = checkoutParams({
				total: whole.amount + whole.cover,
				currency: whole.currency,
				monthly: whole.frequency === "monthly",
				name: "Gift",
				email: whole.email,
				locale: "en",
				paidUrl: `${page}/thank-you?session={CHECKOUT_SESSION_ID}`,
				backUrl: page,
				until: new Date(Date.now() + 35 * 60_000),
			});
			const made = await createCheckout(stripe, id, 1, params);
			await db.insertInto("checkouts").values({ id: made.id, donation_id: id, expires_at: made.expiresAt }).execute();
			return { donation: id, session: made.id };
		},
		async hear(event) {
			const hint = hintOf(event);
			if (hint) await lookAgain(looking, hint);
		},
		sweep: () => sweep(looking, campaignId),
		async balance(account, currency = "EUR") {
			const { rows } = await sql<{ sum: number }>`
				select coalesce(sum(p.amount), 0)::bigint as sum
				from postings p join ledger_accounts a on a.id = p.account_id
				where a.code = ${account} and a.currency = ${currency}`.execute(db);
			return rows[0]?.sum ?? 0;
		},
		async mails() {
			const rows = await db.selectFrom("email_deliveries").select("message_id").execute();
			const kinds = await db.selectFrom("email_messages").select(["id", "kind"]).execute();
			return rows.map(({ message_id }) => kinds.find(({ id }) => id === message_id)?.kind ?? "").sort();
		},
		async alarms() {
			const rows = await db.selectFrom("fund_alarms").where("closed_on", "is", null).select("kind").execute();
			return rows.map(({ kind }) => kind).sort();
		},
		async stop() {
			await sandbox.stop();
			await database.drop();
		},
	};
}

/** An open fund, shown with the account at Stripe. @returns the campaign's id */
async function plantStripeFund({ owner }: Pick<TestDatabase, "owner">, keys: Looking["keys"]): Promise<number> {
	const slug = fundSlug;
	const { id } = await owner
		.insertInto("campaigns")
		.values({
			slug,
			day: "2026-12-16",
			zone: "UTC",
			key_sealed: newFingerprintKey(keys, `campaigns/${slug}`),
			opened_at: new Date(),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await owner.insertInto("funds").values({ campaign_id: id, legal_name: "Test union", country: "IT" }).execute();
	const account = await owner
		.insertInto("fund_accounts")
		.values({ campaign_id: id, mode: "stripe", holder: "Test union", iban: "IT60X0542811101000000123456" })
		.returning("id")
		.executeTakeFirstOrThrow();
	await owner
		.updateTable("funds")
		.set({ account_id: account.id, opened_at: new Date() })
		.where("campaign_id", "=", id)
		.execute();
	return id;
}
