import { nodeZoneData, type Overlap } from "#app/web/wall-time.ts";

/** As the row of a picket keeps its time. Local times are `YYYY-MM-DDTHH:MM`, no zone. */
export interface WallTimes {
	startsLocal: string;
	endsLocal: string;
	/** IANA, as the host chose it: `Europe/Kyiv` and `Europe/Kiev` both stay. */
	zone: string;
	overlap: Overlap | null;
}

/** The instants of a picket, or what is wrong with which of its times. */
export type Instants =
	| { startsAt: Date; endsAt: Date; overlap: Overlap | null }
	| { gap: "starts" | "ends" }
	| { overlap: "starts" | "ends" };

/**
 * The instants of a picket. One answer settles both ends: an end that the clocks show twice is the first one after a
 * beginning that they show twice as well.
 * @returns with the overlap that stays to be kept: none where no time is shown twice
 */
export function instantsOf({ startsLocal, endsLocal, zone, overlap }: WallTimes, data = nodeZoneData): Instants {
	const starts = data(startsLocal, zone);
	const ends = data(endsLocal, zone);
	if (starts.length === 0) return { gap: "starts" };
	if (ends.length === 0) return { gap: "ends" };
	if (!overlap && starts.length > 1) return { overlap: "starts" };
	if (!overlap && ends.length > 1) return { overlap: "ends" };
	const startsAt = chosen(starts, overlap);
	// Began in the earlier of the two hours, it ends in the earlier one too; the time between is what the poster says.
	const endsAt = chosen(ends, overlap);
	return { startsAt, endsAt, overlap: starts.length > 1 || ends.length > 1 ? overlap : null };
}

function chosen(instants: readonly Date[], overlap: Overlap | null): Date {
	const [first = new Date(Number.NaN), second = first] = instants;
	return overlap === "later" ? second : first;
}

/**
 * Whether this Node's zone data know that Kazakhstan has one time, +05, since 1 March 2024 (tzdata 2024a). Older data
 * would move pickets an hour away from their posters.
 */
export function knowsAlmaty(data = nodeZoneData): boolean {
	const [noon] = data("2024-06-01T12:00", "Asia/Almaty");
	return noon?.toISOString() === "2024-06-01T07:00:00.000Z";
}
