import { createHmac } from "node:crypto";

/**
 * The header by which whoever receives a webhook knows who sent it (https://docs.stripe.com/webhooks#verify-manually):
 * HMAC-SHA-256 over the time, a dot and the body's bytes.
 * @param at Unix time in seconds
 */
export function signature(body: string, secret: string, at: number): string {
	return `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`;
}
