import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** A place where pickets are often held, by its name in the reader's language. */
export interface Place {
	id: string;
	kind: string;
	name: string;
	/** In English, as the table of cities has it. */
	city: string;
	country: string;
	latitude: number;
	longitude: number;
	zone: string;
}

/** Every place of the list, in the order of the alphabet of a language. */
export async function allPlaces(db: Db, locale: Locale): Promise<Place[]> {
	const rows = await db.selectFrom("places").selectAll().execute();
	return rows
		.map(({ names, ...row }) => ({ ...row, name: nameIn(names, locale) }))
		.sort((a, b) => a.name.localeCompare(b.name, locale));
}

function nameIn(names: unknown, locale: Locale): string {
	const byLocale = names as Partial<Record<Locale, string>>;
	return byLocale[locale] ?? byLocale.en ?? "";
}
