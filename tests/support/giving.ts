import { randomBytes } from "node:crypto";
import { createCardStarts } from "#app/fund/giving/card-starts.server.ts";
import { openCheckout } from "#app/fund/giving/checkout.server.ts";
import { type Given, give, type Posted } from "#app/fund/giving/give.server.ts";
import type { Gift } from "#app/fund/giving/give-fields.ts";
import { openStripe } from "#app/fund/stripe/stripe.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import type { StripeSandbox } from "#sandbox/stripe/start.ts";
import { startCheckedSandbox } from "#tests/doubles/stripe/checked-sandbox.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

/** A fund that takes gifts by card and by transfer, its account at the payment sandbox, and no pages. */
export interface GivingGround extends TestDatabase {
	keys: ReturnType<typeof readKeyRing>;
	sandbox: StripeSandbox;
	campaignId: number;
	/** What the form's action does with a gift in order. */
	post(gift: Partial<Gift>, from?: Partial<Posted>): Promise<Given | Awaited<ReturnType<typeof openCheckout>>>;
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

export async function givingGround(): Promise<GivingGround> {
	const [database, sandbox] = await Promise.all([
		testDatabase(),
		startCheckedSandbox({ secretKey: "sk_test_giving", webhookSecret: "whsec_giving" }),
	]);
	const keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
	const door = openStripe({ secretKey: "sk_test_giving", apiUrl: sandbox.url, webhookSecrets: ["whsec_giving"] });
	const starts = createCardStarts({ now: Date.now, random: randomBytes });
	const campaignId = await openedFund(database);
	return {
		...database,
		keys,
		sandbox,
		campaignId,
		async post(over, from) {
			const posted: Posted = {
				slug: "test-fund",
				locale: "en",
				gift: { ...gift, ...over },
				suspect: false,
				network: null,
				origin: "http://localhost:3000",
				atOnce: 10,
				...from,
			};
			const given = await give(database.db, keys, starts, posted);
			if (given.state !== "to-pay") return given;
			return openCheckout(database.db, door, given, posted, { page: `${posted.origin}/en/fund/test-fund` });
		},
		async stop() {
			await sandbox.stop();
			await database.drop();
		},
	};
}

async function openedFund({ owner }: TestDatabase): Promise<number> {
	const { id } = await owner
		.insertInto("campaigns")
		.values({
			slug: "test-fund",
			key_sealed: randomBytes(61),
			zone: "UTC",
			day: "2026-12-16",
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
