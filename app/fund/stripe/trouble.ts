import Stripe from "stripe";

/** Whether Stripe has understood and says no, so that asking again says no again. */
export function isRefusal(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError;
}

/** Whether Stripe does not answer, or has too much to do just now: so it is with whatever else it is asked. */
export function isAway(error: unknown): boolean {
	return (
		error instanceof Stripe.errors.StripeError &&
		!isRefusal(error) &&
		// Our key may not see this one thing.
		!(error instanceof Stripe.errors.StripePermissionError)
	);
}

/** Whether what was asked for is not there. */
export function isMissing(error: unknown): boolean {
	return error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404;
}

/** What Stripe answers, or `missing` where it does not know what was asked for. @throws all other errors */
export async function unlessMissing<Answer>(work: Promise<Answer>): Promise<Answer | "missing"> {
	try {
		return await work;
	} catch (error) {
		if (!isMissing(error)) throw error;
		return "missing";
	}
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
