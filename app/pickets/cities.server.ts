import type { Locale } from "#app/i18n/translate.ts";
import { type City, cityIn, isCalled, type Row, readCities, searchCities } from "./city-table.ts";

export type { City } from "./city-table.ts";

// Some 23,000 rows, from GeoNames (CC-BY 4.0): read when somebody first asks, then kept.
let table: Promise<Table> | undefined;

interface Table {
	rows: readonly Row[];
	byId: ReadonlyMap<number, Row>;
	/** By country and English name; of two of a name, the larger. */
	byName: ReadonlyMap<string, Row>;
}

function cities(): Promise<Table> {
	table ??= import("./data/cities.tsv?raw").then(({ default: text }) => {
		const rows = readCities(text);
		const bySize = rows.toSorted((a, b) => a.population - b.population);
		return {
			rows,
			byId: new Map(rows.map((row) => [row.id, row])),
			byName: new Map(bySize.map((row) => [`${row.country} ${row.english}`, row])),
		};
	});
	return table;
}

/** Cities that are called so or begin so in any language, the likeliest first; at most 12. */
export async function findCities(text: string, locale: Locale): Promise<City[]> {
	const { rows } = await cities();
	return searchCities(rows, text, 12).map((row) => cityIn(locale, row));
}

/**
 * The city that a typed text means: the only one of that name, or one ten times as large as the others; undefined when
 * the reader must choose.
 */
export async function cityMeant(text: string, locale: Locale): Promise<City | undefined> {
	const { rows } = await cities();
	const found = searchCities(rows, text, 12);
	const called = found.filter((row) => isCalled(row, text));
	const [first, second] = called.length > 0 ? called : found;
	const clear = first && (!second || (called.length > 0 && first.population >= 10 * second.population));
	return clear ? cityIn(locale, first) : undefined;
}

/** A city by its number in GeoNames; undefined when the table has none. */
export async function cityById(id: number, locale: Locale): Promise<City | undefined> {
	const row = (await cities()).byId.get(id);
	return row && cityIn(locale, row);
}

/** The city that a picket keeps by its English name and country, as readers of a language call it. */
export async function cityNamed(locale: Locale): Promise<(english: string, country: string) => City | undefined> {
	const { byName } = await cities();
	return (english, country) => {
		const row = byName.get(`${country} ${english}`);
		return row && cityIn(locale, row);
	};
}
