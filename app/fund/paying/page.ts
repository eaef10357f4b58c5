/** Rows of one page of a list. */
export const PAGE = 100;

/** One page of a list. */
export interface Page<Row> {
	rows: Row[];
	/** Whether there is a further one. */
	more: boolean;
}

/**
 * A page out of one row more than it takes.
 * @param most rows of the page
 */
export function pageOf<Row>(rows: readonly Row[], most: number): Page<Row> {
	return { rows: rows.slice(0, most), more: rows.length > most };
}
