import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import type { Admitted } from "./admit.ts";
import { declaredQuery } from "./declared-query.ts";
import { isForAll } from "./header-profiles.ts";
import { plainPath } from "./target.ts";

/** What a kept page is asked for by: the same bytes for all who ask for it. */
export interface PageAddress {
	/** The site's origin, which tells the onion and each loopback name apart, path and query. */
	name: string;
	pathname: string;
	/** Only what the page reads, in one order. */
	search: string;
	/** The only status that is kept of it. */
	status: 200 | 404;
}

type Asked = Pick<Admitted, "pathname" | "search" | "site">;

/** The address of the page that is asked for, whether or not there is one. */
export function pageAddress({ pathname, search, site }: Asked): PageAddress {
	const read = declaredQuery(pathname, search);
	return { name: `${site.origin}${pathname}${read}`, pathname, search: read, status: 200 };
}

/**
 * The address under which an answer is kept (decision 17): the page's own; for all that is no address of ours, one
 * page a language.
 * @param isRoute whether the table of routes has an address
 * @returns null for what is not kept: what is one person's, what follows another header, and an address written
 *   otherwise than we write it, which would be the same page once more
 */
export function keptAddress(asked: Asked, isRoute: (pathname: string) => boolean): PageAddress | null {
	const { pathname, site } = asked;
	if (!isForAll(pathname)) return null;
	if (!isRoute(pathname)) return notFound(site.origin, pathname);
	return pathname === plainPath(pathname) ? pageAddress(asked) : null;
}

/** As the root page words it: in the language of the address, else in the fallback. */
function notFound(origin: string, pathname: string): PageAddress {
	const first = pathname.split("/")[1];
	const nowhere = `/${isLocale(first) ? first : fallbackLocale}/404`;
	return { name: `${origin}${nowhere}`, pathname: nowhere, search: "", status: 404 };
}
