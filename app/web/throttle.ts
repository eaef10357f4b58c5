/**
 * Does something at the first of many calls: for a log that says once what goes on.
 * @param ms for which the calls after it do nothing
 */
export function throttle(ms: number, act: () => void): () => void {
	let last = Number.NEGATIVE_INFINITY;
	return () => {
		if (performance.now() < last + ms) return;
		last = performance.now();
		act();
	};
}
