/**
 * Cookies of the organisers' side. `__Host-` binds them to this host alone: no other name of the domain can set one
 * (RFC 6265bis §4.1.3.2). Browsers take them on http://localhost too, which counts as trustworthy.
 */
const names = { session: "__Host-session", device: "__Host-device" } as const;
type CookieName = keyof typeof names;

/** The value of one of our cookies; undefined where none was sent. */
export function readCookie(request: Request, cookie: CookieName): string | undefined {
	const prefix = `${names[cookie]}=`;
	const parts = (request.headers.get("Cookie") ?? "").split(/;\s*/);
	return parts.find((part) => part.startsWith(prefix))?.slice(prefix.length);
}

/**
 * The Set-Cookie line of one of our cookies.
 * @param seconds how long the browser keeps it; 0 takes it away, without it it goes with the browser
 */
export function cookieLine(cookie: CookieName, value: string, seconds?: number): string {
	const age = seconds === undefined ? "" : `; Max-Age=${seconds}`;
	return `${names[cookie]}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`;
}
