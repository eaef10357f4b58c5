/**
 * How well one of two samples is told from the other by its values alone: the share of pairs in which the one of
 * `a` is the larger, ties counting half (Mann and Whitney's U over n·m, the area under the ROC curve). 0.5 is not at all.
 */
export function auc(a: readonly number[], b: readonly number[]): number {
	const all = [...a.map((value) => ({ value, mine: true })), ...b.map((value) => ({ value, mine: false }))].sort(
		(x, y) => x.value - y.value,
	);
	let ranks = 0;
	for (let from = 0; from < all.length; ) {
		let to = from;
		while (to < all.length && all[to]?.value === all[from]?.value) to++;
		const rank = (from + 1 + to) / 2;
		for (; from < to; from++) if (all[from]?.mine) ranks += rank;
	}
	return (ranks - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

/** In another order each time (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[]): Item[] {
	const order = [...items];
	for (let i = order.length - 1; i > 0; i--) {
		const j = Math.floor(Math.random() * (i + 1));
		[order[i], order[j]] = [order[j] as Item, order[i] as Item];
	}
	return order;
}
