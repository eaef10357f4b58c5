/** One thing measured again and again. */
export interface Series {
	name: string;
	unit: string;
	values: number[];
}

/** One series over another, pair by pair. */
export interface Ratio {
	name: string;
	values: number[];
	/** What it must reach, where a bar is set. */
	bar?: number;
}

/** What a bench found. */
export interface Result {
	title: string;
	series: Series[];
	ratios: Ratio[];
	/** Plain lines for whoever reads the figures: sizes, connections, where the time goes. */
	notes: string[];
}

/** The middle of the values, and the range that holds all of them. */
export interface Spread {
	median: number;
	low: number;
	high: number;
}

export function spread(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	return { median: quantile(sorted, 0.5), low: sorted[0] ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN };
}

/**
 * A quantile by linear interpolation.
 * @param sorted ascending
 * @param share 0 to 1
 */
export function quantile(sorted: readonly number[], share: number): number {
	const place = (sorted.length - 1) * share;
	const below = sorted[Math.floor(place)] ?? Number.NaN;
	const above = sorted[Math.ceil(place)] ?? Number.NaN;
	return below + (above - below) * (place - Math.floor(place));
}

/** Divides two series pair by pair: what slowed the machine down slowed both. */
export function ratio(name: string, above: Series, below: Series, bar?: number): Ratio {
	return {
		name,
		...(bar !== undefined && { bar }),
		values: above.values.map((value, i) => value / (below.values[i] ?? Number.NaN)),
	};
}
