import { smallest } from "../small.ts";

/** How many people there are of each kind, in one dimension: country, language, source, organisation, town. */
export type Cells = ReadonlyMap<string, number>;

/** What was published of a dimension: a partition of all who counted at that moment. */
export interface Published {
	/** The kinds that are told apart; each of `smallest` people at least. */
	cells: Cells;
	/** Everybody else: of small kinds, or who came since their kind was last published. 0 or `smallest` at least. */
	rest: number;
}

/** Before anything has been published. */
export const unpublished: Published = { cells: new Map(), rest: 0 };

/**
 * What may be said of one number by itself, beside a total that everybody sees: it moves only when `step` people have come
 * or gone since it was last said, so that no two readings tell fewer apart. As nobody but the database knows the step, who
 * brings four others cannot tell from it whether a fifth has signed.
 * @param previous what was last said; 0 when nothing was
 * @param n what is true now
 * @param step drawn anew, from `smallest` to 9, whenever the number has moved
 * @returns 0 for "fewer than five", which is also said of nobody
 */
export function publishedCell(previous: number, n: number, step: number): number {
	if (Math.abs(n - previous) < step) return previous;
	return n < smallest ? 0 : n;
}

/**
 * What may be published of a dimension after what was published before (decision 10). In each publication every number,
 * the rest and the total too, is 0 or `smallest` at least, and differs from the last by 0 or `step` at least: neither a
 * publication, nor two compared, nor the total taken from the sum of the others, tells fewer people apart. What cannot
 * be said so waits for the next time.
 * @param counts of everybody who counts now, by kind
 * @param step drawn anew, from `smallest` to 9, at each publication
 * @returns `previous` itself when nothing can be published yet
 */
export function publishCells(previous: Published, counts: Cells, step: number): Published {
	const total = sum(counts);
	if (!isStep(total - totalOf(previous), step) || total === totalOf(previous)) return previous;
	const moves = [...new Set([...counts.keys(), ...previous.cells.keys()])]
		.map((key) => ({ key, from: previous.cells.get(key) ?? 0, to: counts.get(key) ?? 0 }))
		.map(({ key, from, to }) => ({ key, from, to: publishedCell(from, to, step) }))
		// The largest move last: it is the last that is held back.
		.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from) || (a.key < b.key ? -1 : 1));
	for (let held = 0; held <= moves.length; held++) {
		const cells = new Map(moves.map(({ key, from, to }, i) => [key, i < held ? from : to] as const));
		const next = settled(cells, previous, total, step);
		if (next) return next;
	}
	return previous;
}

/** The cells with a rest that may be said: one cell that grew gives up a few where that helps. */
function settled(cells: Map<string, number>, previous: Published, total: number, step: number): Published | undefined {
	const rest = total - sum(cells);
	const fits = (left: number) => isSayable(left) && isStep(left - previous.rest, step);
	if (fits(rest)) return publication(cells, rest);
	for (const [key, n] of cells) {
		const least = Math.max((previous.cells.get(key) ?? 0) + step, smallest);
		for (let kept = n - 1; kept >= Math.max(least, n - 2 * step); kept--)
			if (fits(rest + n - kept)) return publication(new Map(cells).set(key, kept), rest + n - kept);
	}
	return undefined;
}

function publication(cells: Cells, rest: number): Published {
	return { cells: new Map([...cells].filter(([, n]) => n > 0)), rest };
}

function isSayable(n: number): boolean {
	return n === 0 || n >= smallest;
}

function isStep(by: number, step: number): boolean {
	return by === 0 || Math.abs(by) >= step;
}

function totalOf({ cells, rest }: Published): number {
	return sum(cells) + rest;
}

function sum(cells: Cells): number {
	return [...cells.values()].reduce((all, n) => all + n, 0);
}
