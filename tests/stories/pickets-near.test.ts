import { afterAll, beforeAll, expect, test } from "vitest";
import { countPickets, nearestPickets, PER_PAGE, pageQuery } from "#app/pickets/finding/list.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { plantPickets } from "#tests/support/many-pickets.ts";
import { makePicket } from "#tests/support/pickets.ts";

// Among five thousand pickets those near a place are found by the index, not by reading all of them.

const now = new Date("2026-11-23T10:00:00Z");
const london = { latitude: 51.51, longitude: -0.13 };
let base: TestDatabase;

beforeAll(async () => {
	base = await testDatabase();
	await makePicket(base.owner, keys, { slug: "london" });
	await plantPickets(base.owner, 5_000);
});
afterAll(() => base.drop());

test("the search for what is near goes by the index of coordinates", async () => {
	const plan = JSON.stringify(await pageQuery(base.db, { near: london }, now, 1).explain("json"));
	expect(plan).toContain("pickets_near");
	expect(plan).not.toContain("Seq Scan");
});

test("it finds what is near, and nothing else", async () => {
	expect((await pageQuery(base.db, { near: london }, now, 1).execute()).map(({ slug }) => slug)).toEqual(["london"]);
	expect(await countPickets(base.db, { near: london }, now)).toBe(1);
	const [nearest] = await nearestPickets(base.db, { latitude: 52, longitude: -1 }, now);
	expect([nearest?.slug, nearest?.km]).toEqual(["london", 81]);
});

test("a page has no more than a page, and says that there are more", async () => {
	expect(await pageQuery(base.db, {}, now, 1).execute()).toHaveLength(PER_PAGE + 1);
	const [first, second] = await Promise.all([1, 2].map((page) => pageQuery(base.db, {}, now, page).execute()));
	const slugs = new Set(first?.slice(0, PER_PAGE).map(({ slug }) => slug));
	expect(second?.filter(({ slug }) => slugs.has(slug))).toEqual([]);
});

test("over the date line and near a pole nothing is missed", async () => {
	await makePicket(base.owner, keys, { slug: "taveuni", facts: { latitude: -16.9, longitude: 179.9 } });
	await makePicket(base.owner, keys, { slug: "alert", facts: { latitude: 89.9, longitude: 20 } });
	const near = async (latitude: number, longitude: number) =>
		(await pageQuery(base.db, { near: { latitude, longitude } }, now, 1).execute()).map(({ slug }) => slug);
	expect(await near(-16.9, -179.9)).toContain("taveuni");
	expect(await near(89.9, -160)).toContain("alert");
});
