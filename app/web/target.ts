/** Where a request wants to go, as Remix will see it. */
export interface Target {
	/** Percent-encoded, dot segments resolved (WHATWG URL). */
	pathname: string;
	/** Empty or from its `?` on. */
	search: string;
}

const longest = 2048;
const control = /\p{Cc}/u;

/**
 * Reads a request target in origin form (RFC 9112 §3.2.1).
 * @param raw the target as node:http gives it; it has refused bytes beyond ASCII
 * @returns null for what can only be a mistake or an attack: the front door answers 400
 */
export function readTarget(raw: string): Target | null {
	if (raw.length > longest || !raw.startsWith("/") || /[\\#]/.test(raw)) return null;
	const decoded = decodePercents(raw);
	if (!decoded || control.test(decoded.path) || control.test(decoded.query)) return null;
	// `%5C` in a path becomes a slash in careless hands (GHSA-wrjc-x8rr-h8h6); in a query it is a word.
	if (decoded.path.includes("\\")) return null;
	const { pathname, search } = new URL(`http://localhost${raw}`);
	// `//elsewhere`, and `/.//elsewhere` once resolved, is what a browser takes for another host.
	return pathname.startsWith("//") ? null : { pathname, search };
}

/** Null when what the percents stand for is not UTF-8. */
function decodePercents(text: string): { path: string; query: string } | null {
	const [path = "", ...query] = text.split("?");
	try {
		return { path: decodeURIComponent(path), query: decodeURIComponent(query.join("?")) };
	} catch {
		return null;
	}
}

/**
 * Whether an address can be one of ours. All of them are plain ASCII, so what needs decoding is nobody's;
 * and no rule that looks at a path can be slipped past by writing a letter of it as `%6F`.
 */
export function couldBeOurs(pathname: string): boolean {
	return /^[\w./-]*$/.test(pathname);
}

/** The path as the rules of the house compare it: as the router does, without case or closing slashes. */
export function plainPath(pathname: string): string {
	let end = pathname.length;
	while (end > 1 && pathname[end - 1] === "/") end--;
	return pathname.slice(0, end).toLowerCase();
}

/** The organisers' side: signed in, hydrated, the only pages with single-fetch `.data` addresses. */
export function isOrganise(pathname: string): boolean {
	return /^\/organise(?:\.data$|\/|$)/.test(plainPath(pathname));
}

const machine =
	/\.(?:json|csv|ics|atom|svg|png|jpg|webp|xml|txt|data)$|^\/(?:webhooks|assets)\/|^\/(?:oembed|healthz|readyz|metrics)$/;

/** Whether programs rather than people read what is at an address. */
export function isMachine(pathname: string): boolean {
	return machine.test(plainPath(pathname));
}

/**
 * The query without what steers Remix itself: `_data` would run the loader of any route by its name,
 * `_routes` and `index` choose among a page's loaders and actions. Only `/organise` speaks that protocol.
 */
export function publicSearch(search: string): string {
	if (search === "") return search;
	const query = new URLSearchParams(search);
	const steering = ["_data", "_routes", "index"].filter((name) => query.has(name));
	if (steering.length === 0) return search;
	for (const name of steering) query.delete(name);
	return query.size > 0 ? `?${query}` : "";
}
