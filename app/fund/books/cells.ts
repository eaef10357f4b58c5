/** Fewest families that a published sum of payments stands for; of what concerns no family, fewest payments. */
export const FEWEST = 5;

/** One help to one family, or one fee, as all journals up to the end of a period leave it. Minor units. */
export interface Item {
	/** Of it in the books: `aid:{id}`, `journal:{seq}`. */
	id: string;
	/** The number of the family whom it helps, which is never published; of what helps none, anything of its own. */
	family: string;
	currency: string;
	category: string;
	/** Approved and not paid. */
	promised: number;
	/** Paid. */
	given: number;
}

/** A sum that is published. Negative: money that goes. */
export interface Cell {
	kind: "promised" | "given";
	currency: string;
	/** `several` where categories had to be put together. */
	category: string;
	amount: number;
	/** The row that this one takes back, whole: what had been promised with it waits no longer. */
	releases?: number;
	parts: { id: string; amount: number }[];
}

/** A published sum of promises that nothing has taken back yet. */
export interface Promises {
	/** Of its row. */
	n: number;
	currency: string;
	category: string;
	parts: { id: string; amount: number }[];
}

/** What was published before. */
export interface Standing {
	promises: readonly Promises[];
	/** What was published as given of each item that stands in any row; 0 where it was only promised. */
	given: ReadonlyMap<string, number>;
}

/** Category of a sum whose payments have more than one. */
const SEVERAL = "several";

/**
 * What may be published of payments when a period has closed (docs/open-books.md, "Why no payment can be worked out").
 *
 * Each sum of money going out either holds items of `FEWEST` families that stood in no row before, or repeats an earlier row
 * whole. So whatever is added to and taken from whatever: take the latest row with new items that it still counts; they are
 * in no earlier one. Nobody isolates fewer than five families, however often each was helped.
 * @param items as they are at the end of the period; once each
 * @param merging whether small categories are put together
 * @returns nothing of what must wait: it is carried over to the next period
 */
export function cellsOf(items: readonly Item[], standing: Standing, merging = true): Cell[] {
	const byId = new Map(items.map((item) => [item.id, item]));
	const { cells: released, given, waiting } = release(byId, standing);
	const isNew = (item: Item) => !given.has(item.id);
	const paid = items.filter((item) => isNew(item) && item.given !== 0 && item.promised === 0);
	const due = items.filter((item) => isNew(item) && item.promised > 0 && item.given === 0);
	// What was published otherwise than it is: it can only go along with new ones.
	const changed = items.filter(({ id, ...item }) => given.has(id) && !waiting.has(id) && given.get(id) !== item.given);
	return [...released, ...givenCells(paid, changed, given, merging), ...promisedCells(due)].filter(
		({ amount }) => amount !== 0,
	);
}

/** Promises of which nothing is left to be paid: taken back whole, and given whole where all of it was. */
function release(byId: ReadonlyMap<string, Item>, standing: Standing) {
	const given = new Map(standing.given);
	const waiting = new Set<string>();
	const cells: Cell[] = [];
	for (const { n, currency, category, parts } of standing.promises) {
		if (parts.some(({ id }) => (byId.get(id)?.promised ?? 0) !== 0)) {
			for (const { id } of parts) waiting.add(id);
			continue;
		}
		const amount = parts.reduce((sum, part) => sum + part.amount, 0);
		cells.push({ kind: "promised", currency, category, amount, releases: n, parts });
		if (!parts.every(({ id, amount }) => byId.get(id)?.given === amount && given.get(id) === 0)) continue;
		cells.push({ kind: "given", currency, category, amount: -amount, parts });
		for (const part of parts) given.set(part.id, part.amount);
	}
	return { cells, given, waiting };
}

function givenCells(
	paid: readonly Item[],
	changed: readonly Item[],
	given: ReadonlyMap<string, number>,
	merging: boolean,
): Cell[] {
	const groups = merged(paid, merging);
	const groupFor = (item: Item) =>
		[item.category, SEVERAL]
			.map((name) => groups.find(({ currency, category }) => currency === item.currency && category === name))
			.find((group) => group !== undefined);
	return groups.map((group) => {
		const { currency, category, items } = group;
		const along = changed.filter((item) => groupFor(item) === group);
		const parts = [...items, ...along].map(({ id, given: amount }) => ({ id, amount: amount - (given.get(id) ?? 0) }));
		return { kind: "given", currency, category, amount: -parts.reduce((sum, part) => sum + part.amount, 0), parts };
	});
}

interface Group {
	currency: string;
	category: string;
	items: Item[];
}

/** Groups of `FEWEST` families at least, by currency and category; small categories together where that makes one. */
function merged(items: readonly Item[], merging: boolean): Group[] {
	const groups = groupsOf(items, ({ category }) => category);
	const large = groups.filter((group) => hidesEach(group.items));
	if (!merging) return large;
	const small = groups.filter((group) => !hidesEach(group.items)).flatMap((group) => group.items);
	return [...large, ...groupsOf(small, () => SEVERAL).filter((group) => hidesEach(group.items))];
}

/** Whether a sum of these is nobody's own: five payments to one family are that family's. */
function hidesEach(items: readonly Item[]): boolean {
	return new Set(items.map(({ family }) => family)).size >= FEWEST;
}

/** In an order of their own, which says nothing of when anything happened. */
function groupsOf(items: readonly Item[], categoryOf: (item: Item) => string): Group[] {
	const groups = new Map<string, Group>();
	for (const item of items) {
		const { currency } = item;
		const category = categoryOf(item);
		const group = groups.get(`${currency} ${category}`) ?? { currency, category, items: [] };
		groups.set(`${currency} ${category}`, group);
		group.items.push(item);
	}
	return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** By five families, so that one that is paid late does not hold up all others; the last has what is left. */
function promisedCells(due: readonly Item[]): Cell[] {
	return groupsOf(due, () => SEVERAL).flatMap(({ currency, items }) =>
		setsOf(items).map((set) => {
			const parts = set.map(({ id, promised }) => ({ id, amount: promised }));
			const categories = new Set(set.map(({ category }) => category));
			const category = categories.size === 1 ? [...categories].join("") : SEVERAL;
			return {
				kind: "promised" as const,
				currency,
				category,
				amount: -parts.reduce((sum, part) => sum + part.amount, 0),
				parts,
			};
		}),
	);
}

function setsOf(items: readonly Item[]): Item[][] {
	const sets: Item[][] = [];
	let next: Item[] = [];
	for (const item of items) {
		next.push(item);
		if (!hidesEach(next)) continue;
		sets.push(next);
		next = [];
	}
	sets.at(-1)?.push(...next);
	return sets;
}
