import type { Params } from "@remix-run/react";
import { isLocale, type Locale, type Translate } from "#app/i18n/translate.ts";
import { refuse } from "#app/web/page.ts";

/** The language and the document that an address names. @throws a 404 for what can be neither */
export function documentIn(params: Params): { locale: Locale; path: string } {
	const { locale, "*": path = "" } = params;
	if (!isLocale(locale) || !/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(path)) throw refuse(404);
	return { locale, path };
}

/** Where a document is edited in a language. */
export function editorAddress(slug: string, locale: string, path: string): `/${string}` {
	return `/organise/campaigns/${slug}/texts/${locale}/${path}`;
}

/** Where its versions are compared. */
export function versionsAddress(slug: string, locale: string, path: string): `/${string}` {
	return `/organise/campaigns/${slug}/texts/${locale}/versions/${path}`;
}

/** A moment on the clocks of a zone, to the minute. */
export function momentIn(t: Translate, locale: Locale, zone: string, moment: Date): string {
	const words = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
		dateStyle: "long",
		timeStyle: "short",
		timeZone: zone,
	});
	return t("organise.texts.moment", { moment: words.format(moment), zone });
}
