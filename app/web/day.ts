/**
 * Reads a day that there is, between 2000 and 2099: 31 February is none.
 * @param typed ISO 8601, as `<input type="date">` posts it
 * @returns as 2026-12-16, or null
 */
export function readDay(typed: string): string | null {
	if (!/^20\d\d-\d\d-\d\d$/.test(typed)) return null;
	const date = new Date(`${typed}T00:00:00Z`);
	return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(typed) ? typed : null;
}
