import { type Hour, mergeSmallHours } from "../history.ts";

/** How many had signed by the end of a day, UTC, as far as it has been published. */
export interface GrowthDay {
	/** `YYYY-MM-DD`. */
	day: string;
	total: number;
}

/**
 * The growth of a petition by day, of what `history.csv` publishes and no more: the days on which a row of it ends, each
 * with the sum so far.
 * @param hours oldest first
 */
export function growthOf(hours: readonly Hour[]): GrowthDay[] {
	const days: GrowthDay[] = [];
	let total = 0;
	for (const { hour, n } of mergeSmallHours(hours)) {
		total += n;
		const day = hour.toISOString().slice(0, 10);
		if (days.at(-1)?.day === day) days.pop();
		days.push({ day, total });
	}
	return days;
}
