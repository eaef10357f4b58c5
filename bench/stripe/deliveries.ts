import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStripe } from "#app/fund/stripe/stripe.server.ts";
import { stripeRounds } from "#app/fund/stripe/work.server.ts";
import { type StripeGround, secretKey, webhookSecret } from "#tests/support/stripe.ts";
import { checkout, endProcess } from "../support/process.ts";
import { quantile } from "../support/result.ts";
import { startWeb } from "../support/web.ts";

const ROUNDS = 20;
const AT_ONCE = 100;
/** Before the rounds that count: the site's code is compiled by then, and its connections are open. */
const WARM_UP = 3;

/** What came of events that Stripe delivered a hundred times at the same moment. */
export interface Delivered {
	rounds: number;
	/** Milliseconds from sending to the end of the answer, of all deliveries. */
	p50: number;
	p95: number;
	most: number;
	/** Answers other than 2xx. */
	refused: number;
	/** Rounds after which there was one journal of the payment and one mail. */
	once: number;
}

interface Answer {
	status: number;
	ms: number;
}

/**
 * Has the product's own web process take each event a hundred times at once, then looks at it as the worker does.
 * @param databaseUrl of the ground's database
 */
export async function deliveries(ground: StripeGround, databaseUrl: string): Promise<Delivered> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-deliveries-"));
	const web = await startWeb(checkout, {
		DATABASE_URL: databaseUrl,
		DATA_DIR: dir,
		PORT: "0",
		SECRET_KEYS: ground.secretKeys,
		STRIPE_SECRET_KEY: secretKey,
		STRIPE_WEBHOOK_SECRET: webhookSecret,
		STRIPE_API_URL: ground.sandbox.url,
	});
	const agent = new Agent({ keepAlive: true });
	try {
		const round = stripeRounds(ground.looking, { warn: console.warn });
		const took: number[] = [];
		let refused = 0;
		let once = 0;
		for (let n = 0; n < WARM_UP + ROUNDS; n++) {
			const { donation, payload, signature } = await paid(ground, n);
			const send = () => deliver(`${web.origin}/webhooks/stripe`, agent, payload, signature);
			const answers = await Promise.all(Array.from({ length: AT_ONCE }, send));
			await round(AbortSignal.timeout(10_000));
			if (n < WARM_UP) continue;
			took.push(...answers.map(({ ms }) => ms));
			refused += answers.filter(({ status }) => status < 200 || status > 299).length;
			if (await isOnce(ground, donation)) once++;
		}
		took.sort((one, other) => one - other);
		const [p50, p95, most] = [0.5, 0.95, 1].map((share) => Math.round(quantile(took, share) * 10) / 10);
		return { rounds: ROUNDS, p50: p50 ?? NaN, p95: p95 ?? NaN, most: most ?? NaN, refused, once };
	} finally {
		agent.destroy();
		await endProcess(web.child);
		await rm(dir, { recursive: true, force: true });
	}
}

/** A gift whose charge Stripe has made, and the event of it. */
async function paid(ground: StripeGround, n: number) {
	const { donation, session } = await ground.donate({ email: `giver-${n}@example.org` });
	ground.sandbox.payCard(session);
	const event = ground.sandbox.events().findLast(({ type }) => type === "charge.succeeded");
	const payload = JSON.stringify(event);
	const { api } = openStripe({ secretKey, apiUrl: ground.sandbox.url, webhookSecrets: [webhookSecret] });
	const signature = api.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
	return { donation, payload, signature };
}

/** Posts over connections that stay open, as Stripe's do. */
function deliver(url: string, agent: Agent, payload: string, signature: string): Promise<Answer> {
	const headers = {
		"Content-Type": "application/json; charset=utf-8",
		"Content-Length": Buffer.byteLength(payload),
		"Stripe-Signature": signature,
	};
	return new Promise((resolve, reject) => {
		const began = performance.now();
		request(url, { method: "POST", agent, headers }, (answer) => {
			answer.resume().once("end", () => resolve({ status: answer.statusCode ?? 0, ms: performance.now() - began }));
		})
			.once("error", reject)
			.end(payload);
	});
}

async function isOnce({ db }: StripeGround, donation: string): Promise<boolean> {
	const journals = await db
		.selectFrom("journals as j")
		.innerJoin("gifts as g", "g.id", "j.gift_id")
		.where("g.donation_id", "=", donation)
		.select("g.id")
		.execute();
	const mails = await db
		.selectFrom("email_deliveries as e")
		.innerJoin("donation_mails as m", "m.id", "e.subject_id")
		.where("m.donation_id", "=", donation)
		.select("m.kind")
		.execute();
	return journals.length === 1 && mails.length === 1;
}
