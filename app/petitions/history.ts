import { smallest } from "../small.ts";

/** The change of the count within one hour; negative when more withdrew than signed. */
export interface Hour {
	/** The beginning of the hour. */
	hour: Date;
	n: number;
}

/**
 * Merges small hours, oldest first: each row stands for its hour and those before it that were not
 * shown, and says at least `smallest`; the newest hours that do not come to it are held back. Rows
 * already shown stay as they are when hours are added.
 */
export function mergeSmallHours(hours: readonly Hour[]): Hour[] {
	const rows: Hour[] = [];
	let waiting = 0;
	for (const { hour, n } of hours) {
		waiting += n;
		if (waiting < smallest) continue;
		rows.push({ hour, n: waiting });
		waiting = 0;
	}
	return rows;
}

/** The rows as CSV (RFC 4180): `hour` in ISO 8601, UTC, and the `count` that it added. */
export function historyCsv(rows: readonly Hour[]): string {
	return ["hour,count", ...rows.map(({ hour, n }) => `${hour.toISOString().slice(0, 19)}Z,${n}`), ""].join("\r\n");
}
