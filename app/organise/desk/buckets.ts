import { smallest } from "#app/small.ts";

/** How many have one value of a dimension: a country, a language, a source. */
export interface Cell {
	key: string;
	n: number;
}

/** What may be shown of a dimension. */
export interface Buckets {
	/** The largest first; each of five people at least. */
	shown: Cell[];
	/** All others together: none, or five at least. */
	other: number;
}

/**
 * The cells of a dimension that may be shown. What is left over is merged, and while it could be told from the total, the
 * smallest of those shown goes with it: nobody finds fewer than five by taking away.
 * @param most how many are shown apart
 */
export function bucketsOf(cells: readonly Cell[], most = 8): Buckets {
	const ordered = cells.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
	const shown = ordered.filter(({ n }) => n >= smallest).slice(0, most);
	const sum = (some: readonly Cell[]) => some.reduce((total, { n }) => total + n, 0);
	const total = sum(ordered);
	let other = total - sum(shown);
	while (other > 0 && other < smallest && shown.length > 0) other += shown.pop()?.n ?? 0;
	return { shown, other: other < smallest ? 0 : other };
}
