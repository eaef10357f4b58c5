import { Temporal } from "temporal-polyfill";

/** Which of two, where a clock shows the same time twice in one night. */
export type Overlap = "earlier" | "later";

/**
 * The zone data: every instant at which the clocks of a zone show a local time, in order: none in a gap, two in an
 * overlap. Passed in, so that a test can change the world's laws.
 */
export type ZoneData = (local: string, zone: string) => readonly Date[];

/** What a wall clock's time is. */
export type Instant = { instant: Date } | { gap: string } | { overlap: readonly [Date, Date] };

/** The zone data of this Node (ICU), through Temporal: the only one that tells gaps and overlaps. */
export const nodeZoneData: ZoneData = (local, zone) => {
	const wall = Temporal.PlainDateTime.from(local);
	const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
	const later = wall.toZonedDateTime(zone, { disambiguation: "later" });
	if (earlier.equals(later)) return [new Date(earlier.epochMilliseconds)];
	// In a gap both stand beside the time that was asked for.
	if (!earlier.toPlainDateTime().equals(wall)) return [];
	return [earlier, later].map(({ epochMilliseconds }) => new Date(epochMilliseconds));
};

/** Whether a text is the name of a zone (IANA), old or new; an offset alone is none, as it knows no summer. */
export function isZone(text: string): boolean {
	if (!/^[A-Z]/i.test(text)) return false;
	try {
		return new Intl.DateTimeFormat("en", { timeZone: text }) !== undefined;
	} catch {
		return false;
	}
}

/**
 * The instant of a wall clock's time in a zone.
 * @param local `YYYY-MM-DDTHH:MM`
 * @returns the local time again where the clocks jump over it; both instants where they show it twice and nobody
 *   has said which
 */
export function instantOf(local: string, zone: string, overlap: Overlap | null, data = nodeZoneData): Instant {
	const [first, second] = data(local, zone);
	if (!first) return { gap: local };
	if (!second) return { instant: first };
	return overlap ? { instant: overlap === "earlier" ? first : second } : { overlap: [first, second] };
}
