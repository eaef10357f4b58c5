/** How many of a group there are, by its name; null for all that are too few to be named. */
export interface Folded {
	name: string | null;
	n: number;
}

/** From how many on a group is told apart; all are told in steps of so many. */
const STEP = 10;

/** Rounded down to tens: whoever alters an audience, or subscribes to it, does not find one person by the difference. */
export function inSteps(n: number): number {
	return n - (n % STEP);
}

/**
 * Folds groups of fewer than ten into one without a name, and, where that would still be fewer than ten, the smallest
 * of the others too: so nobody is found by taking the others from the total.
 * @returns in steps, the largest first, the folded ones last
 */
export function foldSmall(groups: readonly { name: string; n: number }[]): Folded[] {
	const sorted = [...groups].filter(({ n }) => n > 0).sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1));
	const named: Folded[] = sorted.filter(({ n }) => n >= STEP);
	let folded = sorted.reduce((sum, { n }) => (n < STEP ? sum + n : sum), 0);
	if (folded > 0 && folded < STEP) folded += named.pop()?.n ?? 0;
	const all = folded > 0 ? [...named, { name: null, n: folded }] : named;
	return all.map(({ name, n }) => ({ name, n: inSteps(n) }));
}
