import { createHash } from "node:crypto";
import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { StoredAnswer } from "../account/state.ts";

/** As long as the processor keeps an answer (https://docs.stripe.com/api/idempotent_requests). */
const DAY = 86_400;

/** Of a request, so that another one under the same key is known. */
export function requestFingerprint(method: string, path: string, body: string): string {
	return createHash("sha256").update(`${method} ${path}\n${body}`).digest("hex");
}

/**
 * The answer that was given to the same request under this key, if there was one.
 * @throws Refusal `idempotency_error` when the key was another request's
 */
export function answeredBefore(account: Account, key: string, fingerprint: string): StoredAnswer | undefined {
	const stored = account.state.answers.get(key);
	if (!stored || stored.at + DAY < account.now()) return;
	if (stored.fingerprint !== fingerprint)
		throw new Refusal(
			"Keys for idempotent requests can only be used with the same parameters they were first used with.",
			{ type: "idempotency_error" },
		);
	return stored;
}
