import { expect, test } from "vitest";
import { isNarrowed, listSearch, readListQuery } from "#app/pickets/finding/list-query.ts";
import { boxAround } from "#app/pickets/finding/near.ts";
import { hoursText, whenText, withOffset } from "#app/pickets/when.ts";
import { declaredQuery } from "#app/web/declared-query.ts";

// How a picket's time is said, and how a list is asked for.

const at = (startsLocal: string, endsLocal: string, startsAt: string) => ({
	startsLocal,
	endsLocal,
	startsAt: new Date(startsAt),
});
const noon = at("2026-12-16T12:00", "2026-12-16T14:00", "2026-12-16T12:00:00Z");

test.each([
	["en", "16 December 2026, 12:00–14:00, London (GMT+0)"],
	["ru", "16 декабря 2026\u00a0г., 12:00–14:00, London (GMT+0)"],
	["kk", "2026 ж. 16 желтоқсан, 12:00–14:00, London (GMT+0)"],
] as const)("%s: %s", (locale, text) => expect(whenText(noon, "London", locale)).toBe(text));

test("over midnight both days are said, and half hours and the west of Greenwich are right", () => {
	const night = at("2026-12-16T22:00", "2026-12-17T01:00", "2026-12-16T16:30:00Z");
	expect(whenText(night, "Delhi", "en")).toBe("16 December 2026, 22:00 – 17 December 2026, 01:00, Delhi (GMT+5:30)");
	const west = at("2026-12-16T12:00", "2026-12-16T13:00", "2026-12-16T15:30:00Z");
	expect(hoursText(west)).toBe("12:00–13:00 (GMT−3:30)");
	expect(withOffset(west.startsLocal, west.startsAt)).toBe("2026-12-16T12:00:00-03:30");
	expect(withOffset(night.startsLocal, night.startsAt)).toBe("2026-12-16T22:00:00+05:30");
});

const read = (search: string) => readListQuery(new URLSearchParams(declaredQuery("/en/pickets", search)));

test.each([
	["?near=Milan&country=IT", { typed: "Milan", country: "IT", page: 1 }],
	["?near=3173435&page=2", { near: 3173435, page: 2 }],
	["?near=Жаңаөзен", { typed: "Жаңаөзен", page: 1 }],
	["?near=N'Djamena", { typed: "N'Djamena", page: 1 }],
	["?near=&country=&from=&to=&language=", { page: 1 }],
	["?near=<script>&country=it&page=0&page=x&city=a", { page: 1 }],
	["?from=2026-12-16&to=2026-13-40", { from: "2026-12-16", page: 1 }],
	["?from=0000-01-01&to=9999-12-31&page=9999&near=999999999999", { typed: "999999999999", page: 1 }],
	["?utm_source=x&fbclid=y", { page: 1 }],
])("%s is read", (search, query) => {
	expect(JSON.parse(JSON.stringify(read(search)))).toEqual(query);
});

test("one thing that is asked has one address", () => {
	expect(listSearch(read("?page=2&near=3173435&country=IT"))).toBe("?country=IT&near=3173435&page=2");
	expect(listSearch(read("?page=1"))).toBe("");
	expect(isNarrowed(read("?page=3"))).toBe(false);
	expect(isNarrowed(read("?language=kk"))).toBe(true);
});

test("a box holds its circle wherever it is", () => {
	const { latitude, longitude } = boxAround({ latitude: 51.5, longitude: 0 }, 100);
	expect(latitude[1] - latitude[0]).toBeGreaterThan(2 * 0.899);
	expect((longitude?.[1] ?? 0) - (longitude?.[0] ?? 0)).toBeGreaterThan(2 * 1.445);
	expect(boxAround({ latitude: -17, longitude: 179.9 }, 100).longitude).toBeNull();
	expect(boxAround({ latitude: 89.9, longitude: 0 }, 100).longitude).toBeNull();
});
