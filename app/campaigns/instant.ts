/**
 * The beginning of a day in a zone as RFC 3339 has it, for feeds that want a moment where people give a day.
 * @param day `YYYY-MM-DD`
 * @param zone IANA
 */
export function startOfDay(day: string, zone: string): string {
	const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(
		new Date(`${day}T00:00:00Z`),
	);
	const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
	return `${day}T00:00:00${name.slice("GMT".length) || "Z"}`;
}
