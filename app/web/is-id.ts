/** Whether a text is a uuid as Postgres writes it (RFC 9562 §4): anything else names no row. */
export function isId(text: string | undefined): text is string {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? "");
}

const GREATEST_INT = 2 ** 31 - 1;

/** The number of a row, as Postgres counts them (positive, `int4`) and in its one spelling; undefined for all else. */
export function serialOf(text: string | null | undefined): number | undefined {
	const number = /^[1-9]\d{0,9}$/.test(text ?? "") ? Number(text) : 0;
	return number > 0 && number <= GREATEST_INT ? number : undefined;
}
