/** Whether a text is a day that there is: `YYYY-MM-DD`, from 2000 to 2100. */
export function isDay(text: string): boolean {
	if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
	const day = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The day that it is, `YYYY-MM-DD`, by the clocks of a zone. @param zone IANA */
export function dayIn(zone: string, now: Date): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now);
}

/** A day so many days later, or earlier. */
export function daysAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
