import { cookieLine } from "./cookies.ts";

/** As long as browsers keep any cookie: 400 days (RFC 6265bis §5.5). */
const DEVICE_SECONDS = 400 * 24 * 60 * 60;

/** The cookies of a browser in which somebody has just come in. */
export function comingIn({ token, device }: { token: string; device?: string }): Headers {
	const headers = new Headers();
	headers.append("Set-Cookie", cookieLine("session", token));
	if (device) headers.append("Set-Cookie", cookieLine("device", device, DEVICE_SECONDS));
	return headers;
}

/** On to a page after a post (303), with cookies. */
export function seeOtherWith(path: `/${string}`, headers: Headers): Response {
	headers.set("Location", path);
	return new Response(null, { status: 303, headers });
}
