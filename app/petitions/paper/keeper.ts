import type { Settings } from "#app/env.server.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";

/** To whom filled sheets are brought or posted. */
export interface Keeper {
	name: string;
	/** In one line. */
	address: string;
}

/** Who answers for the site, by its settings; the demonstration has a sample of one. */
export function keeperOf({ CONTROLLER_NAME, CONTROLLER_ADDRESS }: Settings, locale: Locale): Keeper {
	const t = translator(locale);
	const address = CONTROLLER_ADDRESS ?? t("site.sample.address");
	return { name: CONTROLLER_NAME ?? t("site.sample.controller"), address: address.replace(/\s*\n\s*/g, ", ") };
}
