import { isLocale, type Locale } from "#app/i18n/translate.ts";

/** A page that other sites can show in a frame: a petition, or the next pickets. */
export type Embeddable = { petition: string } | { pickets: true };

/** What the page at an address after its language can be shown as elsewhere; undefined for a page that cannot. */
export function embeddable(path: string): Embeddable | undefined {
	if (path === "/pickets") return { pickets: true };
	const [, petition] = /^\/petitions\/([a-z0-9-]+)$/.exec(path) ?? [];
	return petition === undefined ? undefined : { petition };
}

/** The same for a whole path, whose language may be missing, as it is on paper. */
export function embeddableAt(pathname: string): (Embeddable & { locale: Locale | undefined }) | undefined {
	const [, first = "", rest = ""] = /^\/([^/]+)(.*?)\/*$/.exec(pathname) ?? [];
	const locale = isLocale(first) ? first : undefined;
	const found = embeddable(locale ? rest : `/${first}${rest}`);
	return found && { ...found, locale };
}
