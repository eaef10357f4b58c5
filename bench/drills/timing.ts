import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { readSettings } from "#app/env.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { type AddressState, addressStates, arrange } from "#tests/support/address-states.ts";
import { copyCheckout } from "#tests/support/product.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";
import { endProcess } from "../support/process.ts";
import { quantile } from "../support/result.ts";
import { startWeb } from "../support/web.ts";
import { auc, shuffled } from "../timing/auc.ts";
import { type Stopwatch, stopwatch } from "../timing/stopwatch.ts";

const POSTS = 2_000;
const PLANTED_POSTS = 600;
const WARM_UP = 300;
const BAR = 0.05;

const say = progress();
let made = 0;
const newAddress = () => `somebody-${String(++made).padStart(6, "0")}@example.org`;

/**
 * Posts the form with addresses in each state, interleaved in a new order each round, and asks how well the time of
 * the answer tells one state from another. Then plants two milliseconds in Postgres for who has signed: that must be told.
 * @param args posts a state
 */
export async function run([posts = String(POSTS)]: string[]): Promise<Drilled> {
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const dir = await mkdtemp(join(tmpdir(), "yntymaq-timing-"));
		ends.unshift(() => rm(dir, { recursive: true, force: true }));
		const cwd = await copyCheckout();
		ends.unshift(() => rm(cwd, { recursive: true, force: true }));
		// Without waiting for a disk: its noise would only hide a difference.
		const postgres = await startPostgres({ fsync: "off", full_page_writes: "off" });
		ends.unshift(() => postgres.stop());
		const environment = { DATABASE_URL: postgres.url, DATA_DIR: dir, PORT: "0" };
		const addresses = await prepare(environment, Number(posts));
		const web = await startWeb(cwd, environment);
		ends.unshift(() => endProcess(web.child));
		const watch = stopwatch(web.origin);
		ends.unshift(async () => watch.stop());
		return await measure(watch, addresses, postgres.url, Number(posts));
	} finally {
		for (const end of ends) await end();
	}
}

async function measure(
	watch: Stopwatch,
	addresses: ByState<string[]>,
	databaseUrl: string,
	posts: number,
): Promise<Drilled> {
	for (let n = 0; n < WARM_UP; n++) await watch.sign(newAddress());
	const times = await interleave(watch, addressStates, posts, (state, n) => addresses[state][n] ?? "");
	const pairs = pairsOf(times);
	const worst = Math.max(...Object.values(pairs).map((value) => Math.abs(value - 0.5)));

	await plant(databaseUrl);
	const planted = await interleave(watch, ["new", "confirmed"], PLANTED_POSTS, (state, n) =>
		state === "new" ? newAddress() : (addresses.confirmed[n % addresses.confirmed.length] ?? ""),
	);
	const told = auc(planted.confirmed, planted.new);
	const medians = addressStates.map((state): [string, number] => [`median ms ${state}`, median(times[state])]);
	return {
		passed: worst <= BAR && told - 0.5 > BAR,
		figures: {
			"posts a state": posts,
			...Object.fromEntries(medians),
			...pairs,
			"worst |AUC - 0.5|": round(worst),
			"AUC with 2 ms planted": round(told),
		},
	};
}

type ByState<Value> = Record<AddressState, Value>;
const byState = <Value>(make: () => Value): ByState<Value> =>
	Object.fromEntries(addressStates.map((state) => [state, make()])) as ByState<Value>;

/** Loads the campaign and brings as many addresses into each state, in no order that an index could tell. */
async function prepare(
	environment: Record<string, string> & { DATABASE_URL: string },
	each: number,
): Promise<ByState<string[]>> {
	const settings = await readSettings(environment);
	await loadDemonstration(environment.DATABASE_URL, settings);
	const db = connect(environment.DATABASE_URL, { max: 8, statementTimeout: 60_000, onError: () => undefined });
	await recordConsentTexts(db);
	const keys = readKeyRing(settings.SECRET_KEYS);
	const addresses = byState<string[]>(() => []);
	const left = shuffled(addressStates.flatMap((state) => Array<AddressState>(each).fill(state)));
	const total = left.length;
	async function work() {
		for (let state = left.pop(); state; state = left.pop()) {
			const email = newAddress();
			await arrange(db, keys, state, email);
			addresses[state].push(email);
			say(`timing: ${total - left.length} of ${total} addresses`);
		}
	}
	await Promise.all(Array.from({ length: 8 }, work));
	await db.destroy();
	return addresses;
}

/** Posts with every state once a round, each round in another order. Gives milliseconds. */
async function interleave(
	watch: Stopwatch,
	states: readonly AddressState[],
	rounds: number,
	address: (state: AddressState, round: number) => string,
): Promise<ByState<number[]>> {
	const times = byState<number[]>(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const state of shuffled(states)) times[state].push(await watch.sign(address(state, round)));
		say(`timing: round ${round + 1} of ${rounds}`);
	}
	return times;
}

function pairsOf(times: ByState<number[]>): Record<string, number> {
	const pairs = addressStates.flatMap((one, i) =>
		addressStates
			.slice(i + 1)
			.map((other): [string, number] => [`AUC ${one}/${other}`, round(auc(times[one], times[other]))]),
	);
	return Object.fromEntries(pairs);
}

/** Makes Postgres take two milliseconds longer over who has signed, as a careless look-up would. */
async function plant(databaseUrl: string) {
	const owner = new pg.Client({ connectionString: databaseUrl });
	await owner.connect();
	await owner.query(`
		create function dawdle() returns trigger language plpgsql as $$ begin
			if exists (select from signatures where petition_id = new.petition_id and fingerprint = new.fingerprint) then
				perform pg_sleep(0.002);
			end if;
			return new;
		end $$;
		create trigger dawdle before insert on submissions for each row execute function dawdle()`);
	await owner.end();
}

const median = (values: readonly number[]) =>
	round(
		quantile(
			[...values].sort((a, b) => a - b),
			0.5,
		),
	);
const round = (value: number) => Math.round(value * 10_000) / 10_000;
