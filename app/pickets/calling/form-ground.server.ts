import type { Settings } from "#app/env.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { cityMeant, cityNamed, findCities } from "../cities.server.ts";
import { allPlaces } from "../places.server.ts";
import type { FormGround } from "./form-ground.ts";

/** What a posted form is read by: the list of places, the table of cities, the clock, the countries that are closed. */
export async function formGround(
	db: Db,
	settings: Pick<Settings, "NO_PICKETS_COUNTRIES">,
	locale: Locale,
	now: Date,
): Promise<FormGround> {
	const [places, named] = await Promise.all([allPlaces(db, locale), cityNamed(locale)]);
	return {
		locale,
		places,
		cityMeant: (typed) => cityMeant(typed, locale),
		findCities: (typed) => findCities(typed, locale),
		cityNamed: named,
		closedCountries: settings.NO_PICKETS_COUNTRIES,
		now,
	};
}
