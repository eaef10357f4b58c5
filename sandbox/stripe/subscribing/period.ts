/**
 * The end of a period that begins at a moment: the same day and time of a later month, or its last day.
 * @param from Unix time in seconds
 * @param anchor the first period's beginning, whose day of the month all others keep
 */
export function periodEnd(from: number, interval: string, count: number, anchor: number): number {
	const date = new Date(from * 1000);
	if (interval === "day" || interval === "week") return from + count * (interval === "day" ? 1 : 7) * 86_400;
	const months = count * (interval === "year" ? 12 : 1);
	const day = new Date(anchor * 1000).getUTCDate();
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
	const end = new Date(date);
	end.setUTCMonth(date.getUTCMonth() + months, Math.min(day, last));
	return Math.floor(end.getTime() / 1000);
}
