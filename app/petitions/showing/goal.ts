const steps = [1, 2.5, 5];
const FIRST = 100;

/**
 * The next goal on the ladder 100, 250, 500, 1,000, 2,500 … : the first that lies above a count.
 * @param count not negative
 */
export function nextGoal(count: number): number {
	for (let power = FIRST; ; power *= 10) {
		const goal = steps.map((step) => step * power).find((step) => step > count);
		if (goal !== undefined) return goal;
	}
}
