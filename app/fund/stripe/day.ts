/** The day of a moment of Stripe's in UTC, ISO 8601. @param seconds since 1970 */
export function dayOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString().slice(0, 10);
}
