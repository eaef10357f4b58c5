/**
 * Which page of a list an address asks for; the front door lets none but `[2-9]`, `10` … through (declared-query.ts).
 * @returns from 1
 */
export function pageNumber(url: string): number {
	const asked = new URL(url).searchParams.get("page") ?? "";
	return /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 1;
}
