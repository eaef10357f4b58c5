import { isOrganise, plainPath } from "#app/web/target.ts";

/**
 * Where to go on after signing in or a second factor: a page of the organisers' side, never another host; the desk where
 * nothing fits. Pages that only lead on are none to come back to.
 * @param typed from the address or the form
 */
export function backOf(typed: string | null | undefined): `/${string}` {
	if (!typed?.startsWith("/") || typed.length > 500 || !URL.canParse(typed, "http://localhost")) return "/organise";
	const { origin, pathname, search } = new URL(typed, "http://localhost");
	const leadsOn = /^\/organise\/(?:sign-in|sign-out|step-up|links)(?:\/|$)/.test(plainPath(pathname));
	if (origin !== "http://localhost" || !isOrganise(pathname) || leadsOn) return "/organise";
	return `/${pathname.slice(1)}${search}`;
}
