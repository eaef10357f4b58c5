import type { IncomingHttpHeaders } from "node:http";
import type { Admitted } from "./admit.ts";
import { isDownload, isPublicFile } from "./download.ts";
import type { Reply } from "./reply.ts";
import { isOrganise } from "./target.ts";

/** What a signed webhook says of itself (standardwebhooks.com; docs.stripe.com/webhooks). */
const signing = ["webhook-id", "webhook-timestamp", "webhook-signature", "stripe-signature"] as const;

/** Which request headers the app is told, and no others: not who forwarded, not the browser's make. */
const told = ["accept", "accept-language", "authorization", "content-type", ...signing];

/**
 * The request that Remix gets: origin and path as admitted, body as read. A HEAD asks as GET, so that both
 * have the same headers. Without `Origin` and `X-Forwarded-Host` Remix's own check, which answers 500, has
 * nothing to say (`server-runtime/dist/actions.js`); the cookie goes to `/organise` alone.
 * @param sent the headers that came, of which the app is told a few
 * @param signal aborted once the answer is whole, which frees Remix's five-second timer
 */
export function toRequest(
	asked: Admitted,
	sent: IncomingHttpHeaders,
	body: Buffer<ArrayBuffer> | null,
	signal: AbortSignal,
): Request {
	const headers = new Headers({ host: new URL(asked.site.origin).host });
	for (const name of isOrganise(asked.pathname) ? [...told, "cookie"] : told) {
		const value = sent[name];
		if (typeof value === "string") headers.set(name, value);
	}
	return new Request(`${asked.site.origin}${asked.pathname}${asked.search}`, {
		method: asked.method === "POST" ? "POST" : "GET",
		headers,
		body,
		signal,
	});
}

/** A response read whole, so that a fault half-way is still a clean 500; a long download is left to be read. */
export async function toReply(response: Response): Promise<Reply> {
	const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
	const cookies = response.headers.getSetCookie();
	if (cookies.length > 0) headers["set-cookie"] = cookies;
	const { status, body } = response;
	if (body && (isDownload(response) || isPublicFile(response)))
		return { status, headers, body: Buffer.alloc(0), stream: body };
	return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** Whether a refusal says nothing of its own, or only what Remix says to programmers. */
export function isBare({ status, headers, body }: Reply): boolean {
	return status >= 400 && (body.length === 0 || headers["x-remix-error"] !== undefined);
}
