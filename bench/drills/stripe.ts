import pg from "pg";
import { databaseAt } from "#tests/support/database.ts";
import { random } from "#tests/support/random.ts";
import { type StripeGround, stripeGround } from "#tests/support/stripe.ts";
import { chaosStory, goldenTable, sweepAll, tellStory } from "#tests/support/stripe-story.ts";
import { deliveries } from "../stripe/deliveries.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const RUNS = 100;
/** Milliseconds for 95 of 100 deliveries at once. */
const WITHIN = 200;

/**
 * One event delivered a hundred times at once to the product's own web process. Then the story of twelve steps, told again
 * and again while events are lost, repeated, late and out of order: after one sweep the books are those of a telling
 * without any event.
 * @param args how many times instead
 */
export async function run([runs = String(RUNS)]: string[]): Promise<Drilled> {
	const say = progress();
	const postgres = await startPostgres({ fsync: "off" });
	const base = new URL(postgres.url).pathname.slice(1);
	const at = (name: string) => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
	const ask = async (statement: string) => {
		const client = new pg.Client({ connectionString: at("postgres") });
		await client.connect();
		await client.query(statement).finally(() => client.end());
	};
	let number = 0;
	async function onGround<Result>(work: (ground: StripeGround, url: string) => Promise<Result>): Promise<Result> {
		const name = `story_${++number}`;
		await ask(`create database ${name} template ${base}`);
		const database = databaseAt(at(name), () => ask(`drop database ${name} with (force)`));
		const ground = await stripeGround({}, database);
		return work(ground, at(name)).finally(() => ground.stop());
	}
	const told = (draw?: () => number) =>
		onGround(async (ground) => {
			if (draw) await chaosStory(ground, draw);
			else await tellStory(ground);
			await sweepAll(ground);
			return goldenTable(ground);
		});
	try {
		const hundred = await onGround(deliveries);
		say("stripe: a hundred deliveries are through");
		const golden = await told();
		const next = random(2026);
		let same = 0;
		for (let n = 0; n < Number(runs); n++) {
			if ((await told(() => Math.floor(next() * 100))) === golden) same++;
			say(`stripe: ${same} of ${n + 1} tellings give the golden ledger`);
		}
		const { rounds, p50, p95, most, refused, once } = hundred;
		const isDelivered = p95 < WITHIN && refused === 0 && once === rounds;
		return {
			passed: isDelivered && same === Number(runs),
			figures: {
				"rounds of 100 deliveries at once": rounds,
				"p50 ms": p50,
				"p95 ms": p95,
				"most ms": most,
				"answers other than 2xx": refused,
				"rounds with one journal and one mail": once,
				tellings: Number(runs),
				golden: same,
			},
		};
	} finally {
		await postgres.stop();
	}
}
