import { countStorm } from "#tests/support/count-storm.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const SEEDS = 52;

/** At least 50,000 random transitions over 50 seeds on 8 connections, the rollup killed at least 200 times. */
export async function run(): Promise<Drilled> {
	const say = progress();
	const sums = { transitions: 0, rolledBack: 0, kills: 0, killedHalfWay: 0, rollups: 0, checks: 0 };
	const wrong: string[] = [];
	// What is killed here are backends, not the machine.
	const postgres = await startPostgres({ fsync: "off" });
	try {
		for (let seed = 1; seed <= SEEDS; seed++) {
			const storm = await countStorm({ url: postgres.url, seed, transitions: 1_000, connections: 8, kills: 8 });
			for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += storm[name];
			wrong.push(...storm.wrong.map((what) => `seed ${seed}: ${what}`));
			say(`counts: seed ${seed} of ${SEEDS}, ${sums.transitions} transitions, ${sums.kills} kills`);
		}
	} finally {
		await postgres.stop();
	}
	for (const what of wrong.slice(0, 20)) process.stderr.write(`${what}\n`);
	return {
		passed: wrong.length === 0 && sums.transitions >= 50_000 && sums.kills >= 200,
		figures: { seeds: SEEDS, connections: 8, ...sums, wrong: wrong.length },
	};
}
