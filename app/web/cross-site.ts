/** What a browser says of where a form came from (RFC 6454, Fetch Metadata). */
export interface Provenance {
	origin: string | undefined;
	fetchSite: string | undefined;
}

/**
 * Whether a public post came from another site. `Origin: null` and none at all pass: browsers send `null`
 * from pages with `Referrer-Policy: no-referrer`, and public forms have no cookie that could be abused.
 */
export function isCrossSite({ origin, fetchSite }: Provenance, own: readonly string[]): boolean {
	if (fetchSite === "cross-site" || fetchSite === "same-site") return true;
	return origin !== undefined && origin !== "null" && !own.includes(origin.toLowerCase());
}

/** Whether a post to the organisers' side lacks proof that it came from it: there a cookie could be abused. */
export function isUnproven({ origin, fetchSite }: Provenance, own: string): boolean {
	return origin?.toLowerCase() !== own || (fetchSite !== undefined && fetchSite !== "same-origin");
}
