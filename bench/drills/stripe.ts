import pg from "pg";
import { databaseAt } from "#tests/support/database.ts";
import { random } from "#tests/support/random.ts";
import { stripeGround } from "#tests/support/stripe.ts";
import { chaosStory, goldenTable, sweepAll, tellStory } from "#tests/support/stripe-story.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const RUNS = 100;

/**
 * The story of twelve steps, told again and again while events are lost, repeated, late and out of order: after one sweep the
 * books are those of a telling without any event.
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
	async function told(draw?: () => number): Promise<string> {
		const name = `story_${++number}`;
		await ask(`create database ${name} template ${base}`);
		const database = databaseAt(at(name), () => ask(`drop database ${name} with (force)`));
		const ground = await stripeGround({}, database);
		try {
			if (draw) await chaosStory(ground, draw);
			else await tellStory(ground);
			await sweepAll(ground);
			return await goldenTable(ground);
		} finally {
			await ground.stop();
		}
	}
	try {
		const golden = await told();
		const next = random(2026);
		let same = 0;
		for (let n = 0; n < Number(runs); n++) {
			if ((await told(() => Math.floor(next() * 100))) === golden) same++;
			say(`stripe: ${same} of ${n + 1} tellings give the golden ledger`);
		}
		return { passed: same === Number(runs), figures: { tellings: Number(runs), golden: same } };
	} finally {
		await postgres.stop();
	}
}
