import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { cityNamed } from "../cities.server.ts";
import type { NamePlace } from "./notice-words.ts";

/** Names of the embassies and companies of the list, by their ids and by language. */
export type PlaceNames = ReadonlyMap<string, Partial<Record<Locale, string>>>;

/** Reads the names of those places of the list that are asked for. */
export async function placeNames(db: Db, placeIds: readonly (string | null)[]): Promise<PlaceNames> {
	const ids = [...new Set(placeIds.filter((id) => id !== null))];
	if (ids.length === 0) return new Map();
	const rows = await db.selectFrom("places").where("id", "in", ids).select(["id", "names"]).execute();
	return new Map(rows.map(({ id, names }) => [id, names as Partial<Record<Locale, string>>]));
}

/** Names places in a language. */
export async function placeNamer(names: PlaceNames, locale: Locale): Promise<NamePlace> {
	const named = await cityNamed(locale);
	const city: NamePlace["city"] = (place) => named(place.city, place.country)?.name ?? place.city;
	return {
		city,
		exact(place) {
			const known = place.placeId === null ? undefined : names.get(place.placeId);
			return [known?.[locale] ?? known?.en, city(place)].filter(Boolean).join(", ");
		},
	};
}
