import { afterAll, beforeAll, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { nearestPickets } from "#app/pickets/finding/list.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makePicket } from "#tests/support/pickets.ts";

// Where people meet, where not all may know it, is on no page, in no feed, picture or log line.

let app: TestApp;
const canaries = ["Canary Wharf stairs", "canary-room", "Embassy of Canaria", "12.3456", "65.4321", "12.35", "65.43"];
const slugs: string[] = [];

beforeAll(async () => {
	app = await startApp({}, undefined, () => new Date("2026-11-23T10:00:00Z"));
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	await app.owner
		.insertInto("places")
		.values({
			id: "canaria",
			kind: "embassy",
			names: JSON.stringify({ en: "Embassy of Canaria" }),
			city: "London",
			country: "GB",
			latitude: 12.3456,
			longitude: 65.4321,
			zone: "Europe/London",
		})
		.execute();
	for (const addressLevel of ["joined", "approved"] as const)
		for (const kind of ["picket", "online"] as const) {
			const facts = { addressLevel, placeId: "canaria", latitude: 12.3456, longitude: 65.4321 };
			const where =
				kind === "online"
					? { onlineUrl: "https://meet.example.org/canary-room" }
					: { meetingPoint: "Canary Wharf stairs" };
			const { slug } = await makePicket(app.owner, keys, { kind, facts: { ...facts, ...where } });
			slugs.push(slug);
		}
});
afterAll(() => app.stop());

test("no address that is not public stands anywhere", async () => {
	const paths = [
		...locales.flatMap((locale) => [
			`/${locale}`,
			`/${locale}/pickets`,
			`/${locale}/pickets?country=GB`,
			`/${locale}/pickets?near=2643743`,
			`/${locale}/campaigns/zhanaozen`,
			...slugs.flatMap((slug) => ["", "/poster", "/leaflet"].map((page) => `/${locale}/pickets/${slug}${page}`)),
			...["ics", "atom", "json"].map((feed) => `/pickets.${feed}?l=${locale}`),
			...slugs.map((slug) => `/pickets/${slug}.ics?l=${locale}`),
		]),
		...slugs.map((slug) => `/pickets/${slug}/qr.svg`),
		"/sitemap.xml",
	];
	const said: string[] = [];
	for (const path of paths) {
		const answer = await app.get(path);
		expect([path, answer.status]).toEqual([path, 200]);
		// Calendars fold their lines.
		const text = (await answer.text()).replaceAll("\r\n ", "");
		said.push(...canaries.filter((canary) => text.includes(canary)).map((canary) => `${path}: ${canary}`));
	}
	expect(said).toEqual([]);
	expect(app.logged.filter((line) => canaries.some((canary) => line.includes(canary)))).toEqual([]);
});

test("it is said instead when one learns it", async () => {
	const [joined, , approved] = slugs;
	const page = async (slug: string | undefined) => (await app.get(`/en/pickets/${slug}`)).text();
	expect(await page(joined)).toContain("You learn the meeting point when you join.");
	expect(await page(approved)).toContain("You learn the meeting point when the hosts let you in.");
});

test("distances from many towns add up to no place", async () => {
	const at = (latitude: number) =>
		nearestPickets(app.db, { latitude, longitude: 65.4 }, new Date("2026-11-23T10:00:00Z"));
	const [here] = await at(12.3);
	expect(here?.km).toBe(0);
});
