import { isAway } from "#db/away.ts";
import type { Admitted } from "./admit.ts";
import { errorReply } from "./error-page.ts";
import type { Reply } from "./reply.ts";
import { plainPath } from "./target.ts";

export { isAway };

/** Seconds after which asking again is worth while (RFC 9110 §10.2.3). */
export const retryAfter = { "Retry-After": "5" };

/** What some work gives, or `away` when Postgres is: for a route that can answer without it. */
export async function unlessAway<Result>(work: Promise<Result>): Promise<Result | "away"> {
	try {
		return await work;
	} catch (error) {
		if (isAway(error)) return "away";
		throw error;
	}
}

/**
 * The 503 for whoever asked while Postgres was away, made from the request alone. A form comes back whole,
 * a button away from being sent again: every form of ours may be, twice counts once.
 * @param body of a post, read and checked
 */
export function awayReply(
	{ pathname, rule }: Admitted,
	body: Buffer | null,
	acceptLanguage: string | undefined,
	stylesheet: string | undefined,
): Reply {
	const posted =
		rule?.form && body && !holdsSecrets(pathname)
			? { action: pathname, fields: [...new URLSearchParams(body.toString())] }
			: undefined;
	const headers = { "retry-after": retryAfter["Retry-After"] };
	return errorReply({ status: 503, pathname, acceptLanguage, stylesheet, headers, posted });
}

/** Passwords and codes are typed anew: a page that holds them can be read over a shoulder, or later. */
function holdsSecrets(pathname: string): boolean {
	return /^\/organise\/(?:sign-in|links|step-up|me)(?:\/|$)/.test(plainPath(pathname));
}
