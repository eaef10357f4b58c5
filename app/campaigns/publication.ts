import type { Settings } from "#app/env.server.ts";
import type { Locale } from "#app/i18n/translate.ts";

/** Where pages and feeds are, and who answers for them. */
export interface Publication {
	/** Scheme and host of the site. */
	origin: string;
	/** Who runs the site; in the demonstration nobody does, and the software's name stands there. */
	publisher: string;
	locale: Locale;
}

/** @param origin what `siteOrigin` gives */
export function publicationOf(settings: Settings, origin: string, locale: Locale): Publication {
	return { origin, publisher: settings.CONTROLLER_NAME ?? "Yntymaq", locale };
}
