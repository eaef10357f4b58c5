/** Months between the end of a quarter and the day on which its payments are published. */
export const LATE = 3;

/** A month, `YYYY-MM-01`, so many months later. */
export function monthsLater(month: string, months: number): string {
	const [year = 0, of = 1] = month.split("-").map(Number);
	return new Date(Date.UTC(year, of - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The first day of the last month of the quarter that a day is in. @param day ISO 8601 */
export function quarterOf(day: string): string {
	const month = Number(day.slice(5, 7));
	return `${day.slice(0, 4)}-${String(Math.ceil(month / 3) * 3).padStart(2, "0")}-01`;
}

/**
 * The quarters whose payments are to be published: they have closed, and three months have passed since.
 * @param begun the day of the first entry
 * @param through the last quarter that was published; null before the first
 * @param today ISO 8601
 * @returns the first day of the last month of each, oldest first
 */
export function quartersDue(begun: string, through: string | null, today: string): string[] {
	const due: string[] = [];
	let quarter = through === null ? quarterOf(begun) : monthsLater(through, 3);
	for (; monthsLater(quarter, 1 + LATE) <= today; quarter = monthsLater(quarter, 3)) due.push(quarter);
	return due;
}

/** The months that are over and of which fees were not published yet: the same by months, without a delay. */
export function monthsDue(begun: string, through: string | null, today: string): string[] {
	const due: string[] = [];
	let month = through === null ? `${begun.slice(0, 7)}-01` : monthsLater(through, 1);
	for (; monthsLater(month, 1) <= today; month = monthsLater(month, 1)) due.push(month);
	return due;
}
