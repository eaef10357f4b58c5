import type { Series } from "./result.ts";

/** Something to be measured, and how. */
export interface Contender {
	name: string;
	unit: string;
	/** Measures once. */
	measure(): Promise<number>;
}

/**
 * Measures contenders in turns, so that what else the machine does meets all of them; every second round runs
 * backwards, so that none always follows the same other. The first round warms up and is not kept.
 * @param rounds at least nine
 */
export async function alternate(contenders: readonly Contender[], rounds: number): Promise<Series[]> {
	const series = contenders.map(({ name, unit }): Series => ({ name, unit, values: [] }));
	for (let round = 0; round <= rounds; round++) {
		const order = contenders.map((_, i) => i);
		if (round % 2 === 1) order.reverse();
		for (const i of order) {
			const value = await contenders[i]?.measure();
			if (round > 0 && value !== undefined) series[i]?.values.push(value);
		}
		process.stderr.write(`${round === 0 ? "warmed up" : `round ${round} of ${rounds}`}\r`);
	}
	process.stderr.write("\n");
	return series;
}
