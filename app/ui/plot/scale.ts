/**
 * Where an axis of counts has its marks: at 0, at whole multiples of 1, 2 or 5 times a power of ten, the last one not below the
 * largest value (after Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990). Counts have no mark between whole numbers.
 * @param largest the largest value, not negative
 * @param most how many marks may stand beside each other, 0 among them; at least 2
 */
export function ticksFor(largest: number, most = 5): number[] {
	const step = stepFor(Math.max(largest, 1) / (most - 1));
	return Array.from({ length: Math.ceil(Math.max(largest, 1) / step) + 1 }, (_, i) => i * step);
}

/** The smallest step of at least `least` that is 1, 2 or 5 times a power of ten, and whole. */
function stepFor(least: number): number {
	const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
	return [1, 2, 5].map((nice) => nice * power).find((step) => step >= least) ?? 10 * power;
}

/**
 * Which of many labels along an axis are shown, so that no two overlap: the first, and each that begins at least a label's
 * width and a gap after the one before it.
 * @param places where each label is centred, ascending
 * @param width what the widest takes, in the same units
 * @returns indexes
 */
export function labelsThatFit(places: readonly number[], width: number): number[] {
	const shown: number[] = [];
	let free = Number.NEGATIVE_INFINITY;
	places.forEach((place, index) => {
		if (place - width / 2 < free) return;
		shown.push(index);
		free = place + width / 2 + GAP;
	});
	return shown;
}

const GAP = 8;

/** About what a text of a plot takes, in units of the plot: its letters are 12 units high and seldom broader than 7.5. */
export function textWidth(text: string): number {
	return [...text].length * 7.5;
}
