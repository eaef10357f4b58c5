import type { Locale } from "#app/i18n/translate.ts";

/** A city by its name in the reader's language. */
export interface City {
	/** GeoNames. */
	id: number;
	name: string;
	/** Its name in the table, by which pickets keep it. */
	english: string;
	/** ISO 3166-1 alpha-2. */
	country: string;
	/** Degrees, to a hundredth. */
	latitude: number;
	longitude: number;
	/** IANA. */
	zone: string;
	/** People, roughly and some years ago: good for an order, not to be shown. */
	population: number;
}

/** A city with all that it is called, folded, its own names first. */
export interface Row extends Omit<City, "name"> {
	names: Partial<Record<Locale, string>>;
	keys: readonly string[];
}

/**
 * Reads `data/cities.tsv`: groups with an empty line between them, each beginning with a country and a zone; then a
 * line a city: id, name, latitude, longitude, thousands of people, and where known its name in Russian and in Kazakh
 * and what else it is called, apart by commas.
 */
export function readCities(text: string): Row[] {
	return text
		.trimEnd()
		.split("\n\n")
		.flatMap((group) => {
			const [head = "", ...lines] = group.split("\n");
			const [country = "", zone = ""] = head.split("\t");
			return lines.map((line) => rowOf(country, zone, line.split("\t")));
		});
}

function rowOf(country: string, zone: string, cells: readonly string[]): Row {
	const [id, english = "", latitude, longitude, thousands, ru, kk, others = ""] = cells;
	const names = ru ? { ru, kk: kk || ru } : {};
	const called = [english, ...Object.values(names), ...others.split(", ")].map(fold).filter(Boolean);
	return {
		id: Number(id),
		english,
		country,
		latitude: Number(latitude),
		longitude: Number(longitude),
		zone,
		population: Number(thousands) * 1000,
		names,
		keys: [...new Set(called)],
	};
}

/**
 * A name without what people leave out or type otherwise: case, marks on letters, ё, the Kazakh letters that a Russian
 * keyboard lacks, hyphens and apostrophes.
 */
export function fold(text: string): string {
	return text
		.toLowerCase()
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.replace(/[қғәөүұіһңłøßæœđıð]/g, (letter) => plain[letter] ?? letter)
		.replace(/[’'ʻʼ`.]/g, "")
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim();
}

const plain: Record<string, string> = {
	қ: "к",
	ғ: "г",
	ә: "а",
	ө: "о",
	ү: "у",
	ұ: "у",
	і: "и",
	һ: "х",
	ң: "н",
	ł: "l",
	ø: "o",
	ß: "ss",
	æ: "ae",
	œ: "oe",
	đ: "d",
	ı: "i",
	ð: "d",
};

/**
 * Cities that are called so or begin so in any of their names: the whole name before its beginning, that before the
 * beginning of a later word; the larger first.
 * @param most how many
 */
export function searchCities(rows: readonly Row[], text: string, most: number): Row[] {
	const sought = fold(text);
	if (sought === "") return [];
	const found: { row: Row; rank: number }[] = [];
	for (const row of rows) {
		const rank = Math.min(...row.keys.map((key) => rankOf(key, sought)));
		if (rank < NONE) found.push({ row, rank });
	}
	found.sort((a, b) => a.rank - b.rank || b.row.population - a.row.population);
	return found.slice(0, most).map(({ row }) => row);
}

const NONE = 3;

function rankOf(key: string, sought: string): number {
	if (key === sought) return 0;
	if (key.startsWith(sought)) return 1;
	return key.includes(` ${sought}`) ? 2 : NONE;
}

/** The row as a reader of a language sees it. */
export function cityIn(locale: Locale, { names, keys, ...row }: Row): City {
	return { ...row, name: names[locale] ?? row.english };
}

/** Whether a text is all of a city's name, in whatever language and however typed. */
export function isCalled(row: Pick<Row, "keys">, text: string): boolean {
	return row.keys.includes(fold(text));
}
