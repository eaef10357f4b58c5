/** Whether a text is a uuid as Postgres writes it (RFC 9562 §4): anything else names no row. */
export function isId(text: string | undefined): text is string {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? "");
}
