/** Reads a whole per cent from 0 to 100 as it was typed; null where it is none. */
export function parsePercent(typed: string): number | null {
	return /^(?:\d{1,2}|100)$/.test(typed) ? Number(typed) : null;
}
