/** Where a campaign stands: its first button follows. */
export type Phase = "before" | "week" | "day" | "after" | "closed";

/**
 * The phase of a campaign by the calendar of its own zone.
 * @param now an instant
 * @param day the campaign's day, `YYYY-MM-DD`
 * @param zone IANA
 */
export function phaseOf(
	now: Date,
	{ day, zone, closedAt }: { day: string; zone: string; closedAt: Date | null },
): Phase {
	if (closedAt && closedAt <= now) return "closed";
	const today = dayIn(zone, now);
	if (today === day) return "day";
	if (today > day) return "after";
	return Date.parse(day) - Date.parse(today) <= 7 * 86_400_000 ? "week" : "before";
}

/** The date in a zone at an instant, `YYYY-MM-DD`. */
export function dayIn(zone: string, now: Date): string {
	// Sweden writes dates as ISO 8601 does.
	return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
		now,
	);
}
