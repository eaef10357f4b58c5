import type { Params } from "@remix-run/react";
import { isLocale, type Locale } from "#app/i18n/translate.ts";

/** An answer that the root page words in the reader's language. */
export function refuse(status: 404 | 409 | 410 | 429): Response {
	return new Response(null, { status });
}

/** The language in an address. @throws a 404 when there is no such language */
export function localeOf(params: Params): Locale {
	if (!isLocale(params.locale)) throw refuse(404);
	return params.locale;
}

/** The slug in an address. @throws a 404 when it cannot be one */
export function slugOf(params: Params): string {
	if (!params.slug || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(params.slug)) throw refuse(404);
	return params.slug;
}

/** The same page in another language (302, RFC 9110 §15.4.3): what is not written in one today may be tomorrow. */
export function elsewhere(request: Request, locale: Locale): Response {
	const path = new URL(request.url).pathname.replace(/^\/[^/]+/, `/${locale}`);
	return new Response(null, { status: 302, headers: { Location: path } });
}

/** A redirect within the site after a post (303, RFC 9110 §15.4.4): a path, never another host. */
export function seeOther(path: `/${string}`): Response {
	return new Response(null, { status: 303, headers: { Location: path } });
}
