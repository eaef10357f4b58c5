import { describe, expect, test } from "vitest";
import { cityById, cityMeant, cityNamed, findCities } from "#app/pickets/cities.server.ts";
import { fold, readCities } from "#app/pickets/city-table.ts";
import table from "#app/pickets/data/cities.tsv?raw";

const first = async (text: string) => {
	const [city] = await findCities(text, "en");
	return city && `${city.english} ${city.country} ${city.zone}`;
};

describe("a city is found however it is typed", () => {
	test.each([
		["Zhanaozen", "Zhanaozen KZ Asia/Aqtau"],
		["Жаңаөзен", "Zhanaozen KZ Asia/Aqtau"],
		["жанаозен", "Zhanaozen KZ Asia/Aqtau"],
		["Ақтау", "Aktau KZ Asia/Aqtau"],
		["Aqtau", "Aktau KZ Asia/Aqtau"],
		["Nur-Sultan", "Astana KZ Asia/Almaty"],
		["нур султан", "Astana KZ Asia/Almaty"],
		["Алма-Ата", "Almaty KZ Asia/Almaty"],
		["Киев", "Kyiv UA Europe/Kyiv"],
		["Kiev", "Kyiv UA Europe/Kyiv"],
		["кельн", "Köln DE Europe/Berlin"],
		["Кёльн", "Köln DE Europe/Berlin"],
		["cologne", "Köln DE Europe/Berlin"],
		["MILANO", "Milan IT Europe/Rome"],
		["lodz", "Łódź PL Europe/Warsaw"],
		["Lond", "London GB Europe/London"],
		["den haag", "The Hague NL Europe/Amsterdam"],
		["York City", "New York City US America/New_York"],
		["  брюс ", "Brussels BE Europe/Brussels"],
	])("%s", async (text, city) => {
		expect(await first(text)).toBe(city);
	});

	test.each(["", "   ", "—", "nosuchplaceatall"])("and nothing is found for “%s”", async (text) => {
		expect(await findCities(text, "en")).toEqual([]);
	});
});

test("the larger of a name comes first, and who means the smaller can choose it", async () => {
	const found = await findCities("Birmingham", "en");
	expect(found.map(({ country }) => country)).toEqual(expect.arrayContaining(["GB", "US"]));
	expect(found[0]?.country).toBe("GB");
	expect(found.length).toBeLessThanOrEqual(12);
});

test("a text means a city where nothing else could be meant", async () => {
	expect((await cityMeant("London", "en"))?.country).toBe("GB");
	expect((await cityMeant("Лондон", "ru"))?.name).toBe("Лондон");
	expect(await cityMeant("Valencia", "en")).toBeUndefined();
	expect(await cityMeant("Sant", "en")).toBeUndefined();
});

test("cities and countries of pickets have their names in the reader's language", async () => {
	const [zhanaozen] = await findCities("Zhanaozen", "kk");
	expect(zhanaozen?.name).toBe("Жаңаөзен");
	expect((await cityById(zhanaozen?.id ?? 0, "ru"))?.name).toBe("Жанаозен");
	expect(await cityById(1, "en")).toBeUndefined();
	for (const [locale, name] of [
		["en", "Brussels"],
		["ru", "Брюссель"],
		["kk", "Брюссель"],
	] as const)
		expect((await cityNamed(locale))("Brussels", "BE")?.name).toBe(name);
	expect((await cityNamed("kk"))("Nowhere", "BE")).toBeUndefined();
});

test("every row is whole, and a table of the whole world is light", () => {
	const rows = readCities(table);
	expect(rows.length).toBeGreaterThan(20_000);
	expect(Buffer.byteLength(table)).toBeLessThan(1_200_000);
	expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
	const wrong = rows.filter(
		({ id, english, country, latitude, longitude, population, keys }) =>
			!(id > 0 && /^[A-Z]{2}$/.test(country) && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) ||
			!(population > 0 && english !== "" && keys.length > 0),
	);
	expect(wrong).toEqual([]);
});

test("every zone of the table is known to this Node, and Kazakhstan's have one time", () => {
	const zones = new Set(readCities(table).map(({ zone }) => zone));
	for (const zone of zones) expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
	const day = new Date("2026-12-16T12:00:00Z");
	const offsets = readCities(table)
		.filter(({ country }) => country === "KZ")
		.map(({ zone }) => new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).format(day));
	expect(new Set(offsets.map((text) => text.replace(/.*GMT/, "")))).toEqual(new Set(["+05:00"]));
});

test("there is a name in Russian and Kazakh for what is likeliest to be asked for", () => {
	const named = readCities(table).filter(({ names }) => names.ru && names.kk);
	expect(named.length).toBeGreaterThan(250);
	for (const { names } of named) expect(`${names.ru}${names.kk}`).toMatch(/^[а-яёА-ЯЁәғқңөұүһіӘҒҚҢӨҰҮҺІ -]+$/);
});

test.each([
	["Жаңаөзен", "жанаозен"],
	["Үрімші", "уримши"],
	["Saint-Étienne", "saint etienne"],
	["İzmir", "izmir"],
	["Xi’an", "xian"],
	["Tromsø", "tromso"],
])("%s is folded to %s", (name, folded) => expect(fold(name)).toBe(folded));
