/** What a drill, `bench/drills/NAME.ts`, gives back from its `run(args)`. */
export interface Drilled {
	/** Every bar was met. */
	passed: boolean;
	/** What was measured, for bench/results/drill-NAME.json. */
	figures: Record<string, number | string | boolean>;
}

/** A line on standard error about how far long work has come, at most one a second. */
export function progress(): (text: string) => void {
	let last = Number.NEGATIVE_INFINITY;
	return (text) => {
		if (performance.now() - last < 1_000) return;
		last = performance.now();
		process.stderr.write(`${text}\n`);
	};
}
