import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { type City, cityById, cityMeant, cityNamed, findCities } from "../cities.server.ts";
import {
	citiesWithPickets,
	countPickets,
	languagesWithPickets,
	listPickets,
	type Narrowed,
	nearestPickets,
	PER_PAGE,
	type PicketLine,
} from "./list.server.ts";
import { isNarrowed, type ListQuery } from "./list-query.ts";

/** A line of the list with its city as the reader calls it. */
export interface ShownLine extends PicketLine {
	cityName: string;
}

/** A dot of the map. */
export interface Dot {
	id: number;
	name: string;
	country: string;
	count: number;
	latitude: number;
	longitude: number;
}

/** What a typed place is: the city that is meant, several to choose from, or none that we know. */
export async function readPlace(typed: string, locale: Locale): Promise<{ city: City } | { candidates: City[] }> {
	const city = await cityMeant(typed, locale);
	return city ? { city } : { candidates: await findCities(typed, locale) };
}

/** The most dots that a map has: more would only cover each other. */
const DOTS = 100;

/** All that the list shows, at most five reads at once. */
export async function listPage(db: Db, query: ListQuery, locale: Locale, now: Date) {
	const near = query.near === undefined ? undefined : await cityById(query.near, locale);
	const city = query.city === undefined ? undefined : await cityById(query.city, locale);
	const { country, language, from, to } = query;
	const narrowed: Narrowed = { near, city, country, language, from, to };
	const [found, count, cities, languages] = await Promise.all([
		listPickets(db, narrowed, now, query.page),
		isNarrowed(query) ? countPickets(db, narrowed, now) : undefined,
		citiesWithPickets(db, now),
		languagesWithPickets(db, now),
	]);
	const nearest = near && found.length === 0 && query.page === 1 ? await nearestPickets(db, near, now) : [];
	const named = await cityNamed(locale);
	const shown = (line: PicketLine): ShownLine => ({
		...line,
		cityName: named(line.city, line.country)?.name ?? line.city,
	});
	return {
		near,
		city,
		lines: found.slice(0, PER_PAGE).map(shown),
		nearest: nearest.map(shown),
		more: found.length > PER_PAGE,
		/** Of what was asked for; of all where nothing was. */
		count: count ?? sum(cities),
		narrowed: count !== undefined,
		total: sum(cities),
		countries: byCountry(cities),
		languages,
		dots: dotsOf(cities, named),
		candidates: query.typed === undefined ? undefined : await findCities(query.typed, locale),
	};
}

type Counted = Awaited<ReturnType<typeof citiesWithPickets>>;

const sum = (cities: Counted) => cities.reduce((all, { count }) => all + count, 0);

function byCountry(cities: Counted): { code: string; count: number }[] {
	const counts = new Map<string, number>();
	for (const { country, count } of cities) counts.set(country, (counts.get(country) ?? 0) + count);
	return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

function dotsOf(cities: Counted, named: (english: string, country: string) => City | undefined): Dot[] {
	return cities.slice(0, DOTS).flatMap(({ city, country, count }) => {
		const found = named(city, country);
		if (!found || count === 0) return [];
		const { id, name, latitude, longitude } = found;
		return [{ id, name, country, count, latitude, longitude }];
	});
}

/** The next pickets that are not called off, as a list has them. @param most at most a page of the list */
export async function nextPickets(
	db: Db,
	narrowed: Narrowed,
	locale: Locale,
	now: Date,
	most: number,
): Promise<ShownLine[]> {
	const [found, named] = await Promise.all([listPickets(db, narrowed, now, 1), cityNamed(locale)]);
	return found
		.filter(({ cancelled }) => !cancelled)
		.slice(0, most)
		.map((line) => ({ ...line, cityName: named(line.city, line.country)?.name ?? line.city }));
}
