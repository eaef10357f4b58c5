import { smallest } from "#app/small.ts";

/** How many people come, as far as anybody knows. */
export interface Numbers {
	/** People of parties whose address has been confirmed. */
	withAddress: number;
	/** People of parties that gave a number alone. */
	without: number;
}

// A number alone costs nothing, so anybody can make up a thousand. What confirmed addresses say may be multiplied by it,
// and a small picket of people who give no address may show itself; a crowd out of nothing may not.
const TIMES = 3;
const ALONE = 20;
const steps = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;

/**
 * The number that readers are told, as a round one: nobody can see one more or one less in it, and who comes alone is
 * no beacon.
 * @returns people, about; null for too few to say
 */
export function attendanceBand({ withAddress, without }: Numbers): number | null {
	const people = withAddress + Math.min(without, Math.max(ALONE, TIMES * withAddress));
	if (people < smallest) return null;
	// The nearest step, by ratio: 34 is about 50, 30 about 20.
	const near = (step: number) => Math.abs(Math.log(people / step));
	return steps.reduce<number>((best, step) => (near(step) < near(best) ? step : best), steps[0]);
}
