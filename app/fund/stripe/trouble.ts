import Stripe from "stripe";

/** Whether Stripe has understood and says no, so that asking again says no again. */
export function isRefusal(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError;
}

/** Whether what was asked for is not there. */
export function isMissing(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404;
}

/**
 * What Stripe answers, or `unreachable` where it does not, or has too much to do just now: nothing is known to have
 * changed, and the same may be asked again.
 * @throws what is not Stripe's trouble, and its refusals
 */
export async function unlessUnreachable<Answer>(work: Promise<Answer>): Promise<Answer | "unreachable"> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof Stripe.errors.StripeError) || isRefusal(error)) throw error;
		return "unreachable";
	}
}
