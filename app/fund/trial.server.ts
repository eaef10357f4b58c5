/**
 * Whether a public site's key at Stripe moves no real money: whoever opens its fund is told so. The demonstration says of
 * itself what it is.
 * @param stripe undefined where nobody can pay by card
 */
export function isTrial(stripe: { live: boolean } | undefined, demonstration: boolean): boolean {
	return stripe !== undefined && !stripe.live && !demonstration;
}
