import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds that a signed post may be old, or ahead of our clock: who records one cannot bring it again later. */
const WINDOW = 5 * 60;
/** Mailgun brings again, for eight hours, what was not taken. */
const MAILGUN_WINDOW = 12 * 3_600;

/**
 * Whether a post is signed as standardwebhooks.com says: HMAC-SHA-256 of id, moment and body, in base64 after `v1,`.
 * @param now milliseconds
 */
export function isStandardWebhook(secret: string, headers: Headers, body: Buffer, now: number): boolean {
	const id = headers.get("webhook-id") ?? "";
	const timestamp = headers.get("webhook-timestamp") ?? "";
	if (id === "" || !isRecent(timestamp, now, WINDOW)) return false;
	const right = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest("base64");
	return (headers.get("webhook-signature") ?? "")
		.split(" ")
		.some((signature) => signature.startsWith("v1,") && isSame(signature.slice(3), right));
}

/** Whether Mailgun signed a post: HMAC-SHA-256 of its moment and its token, in hexadecimal ("Securing webhooks"). */
export function isMailgun(
	key: string,
	{ timestamp, token, signature }: { timestamp: string; token: string; signature: string },
	now: number,
): boolean {
	const right = createHmac("sha256", key).update(timestamp).update(token).digest("hex");
	return isRecent(timestamp, now, MAILGUN_WINDOW) && isSame(signature, right);
}

/** Whether a request carries the secret as its password (RFC 7617), under any name. */
export function hasPassword(secret: string, headers: Headers): boolean {
	const [, base64] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.get("authorization") ?? "") ?? [];
	const password = Buffer.from(base64 ?? "", "base64")
		.toString()
		.split(":")
		.slice(1)
		.join(":");
	return isSame(password, secret);
}

function isRecent(timestamp: string, now: number, seconds: number): boolean {
	return /^\d{1,12}$/.test(timestamp) && Math.abs(now / 1_000 - Number(timestamp)) <= seconds;
}

/** Compares in a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
	const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}
