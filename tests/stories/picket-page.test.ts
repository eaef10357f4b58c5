import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { headOf } from "#tests/support/page-head.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";

// The page of one picket: all that everybody may know of it, and nothing else.

let app: TestApp;
beforeAll(async () => {
	app = await startApp({}, undefined, () => new Date("2026-11-23T10:00:00Z"));
});
afterAll(() => app.stop());

const make = (made: MadePicket) => makePicket(app.owner, readKeyRing(app.settings.SECRET_KEYS), made);
async function page(path: string): Promise<string> {
	const answer = await app.get(path);
	expect([path, answer.status]).toEqual([path, 200]);
	return answer.text();
}
const dataOf = (html: string) => JSON.parse(headOf(html).data[0] ?? "")["@graph"][1];

describe("what stands on it", () => {
	test("when by its own clocks with the zone, where, who calls, the authorities, access, in every language", async () => {
		const { slug } = await make({
			facts: { authorities: "told", authoritiesTold: "the police", authoritiesToldOn: "2026-11-20" },
		});
		const html = await page(`/en/pickets/${slug}`);
		expect(html).toContain("16 December 2026, 12:00–14:00, London (GMT+0)");
		expect(html).toContain('dateTime="2026-12-16T12:00:00+00:00"');
		expect(html).toContain("At the main entrance");
		expect(html).toContain("Sample: a union branch");
		expect(html).toContain("The hosts say that the authorities have been told: the police, 20 November 2026.");
		expect(html).toContain("<li>No steps</li>");
		expect(html).toContain(`action="/en/pickets/${slug}/rsvp"`);
		expect(await page(`/ru/pickets/${slug}`)).toContain("16 декабря 2026\u00a0г., 12:00–14:00, Лондон (GMT+0)");
		expect(await page(`/kk/pickets/${slug}`)).toContain("Лондон (GMT+0)");
	});

	test("the hosts' words are in their language and direction, and are words, whatever they hold", async () => {
		const { slug } = await make({
			facts: { language: "fa", title: "<b>1</b>", description: "first\n\n<script>alert(1)</script>" },
		});
		const html = await page(`/ru/pickets/${slug}`);
		expect(html).toContain('<h1 lang="fa" dir="rtl">&lt;b&gt;1&lt;/b&gt;</h1>');
		expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
		expect(html).not.toContain("<script>alert");
	});

	test("in Russian and Kazakh title and card name what, when and the town, and no cause", async () => {
		const { slug } = await make({ facts: { title: "Zhanaozen: fifteen years" } });
		for (const locale of ["ru", "kk"]) {
			const { title, og } = headOf(await page(`/${locale}/pickets/${slug}`));
			expect([title, og["og:title"], og["og:description"]].join(" ")).not.toMatch(/zhanaozen/i);
			expect(title).toContain("Лондон");
		}
	});

	test("it leads to the calendar, to paper and to those who should know what is wrong with it", async () => {
		const { slug } = await make({});
		const html = await page(`/kk/pickets/${slug}`);
		const host = new URL(app.origin).host;
		for (const href of [
			`/pickets/${slug}.ics?l=kk`,
			`webcal://${host}/pickets/${slug}.ics?l=kk`,
			`/kk/pickets/${slug}/poster`,
			`/kk/pickets/${slug}/leaflet`,
			`/kk/report?page=pickets/${slug}`,
			"/kk/safety",
		])
			expect(html).toContain(`href="${href}"`);
	});

	test("a number alone says how many there were, in round numbers", async () => {
		const { id, slug } = await make({});
		await app.owner
			.insertInto("picket_rsvps")
			.values(
				[3, 4].map((party) => ({
					picket_id: id,
					party,
					state: "going",
					locale: "en",
					token_hash: Buffer.from(randomUUID().replaceAll("-", "").padEnd(64, "0"), "hex"),
				})),
			)
			.execute();
		expect(await page(`/en/pickets/${slug}`)).toContain("About 10 people say that they will come.");
	});
});

test("called off: struck, said at once, and nobody can join any more", async () => {
	const { slug } = await make({ state: "cancelled" });
	const html = await page(`/en/pickets/${slug}`);
	expect(html).toContain("This has been cancelled. Please do not go.");
	expect(html).toMatch(/<h1 [^>]*><s>Picket at the embassy<\/s><\/h1>/);
	expect(html).not.toContain("<form");
	expect(dataOf(html).eventStatus).toBe("https://schema.org/EventCancelled");
});

test("a change that waits for a moderator stands beside what holds", async () => {
	const { id, slug } = await make({ host: "host@example.org" });
	const shown = [{ field: "starts", old: "2026-12-16T12:00", new: "2026-12-16T15:30" }];
	await app.owner
		.insertInto("picket_proposals")
		.values({
			picket_id: id,
			sealed: Buffer.alloc(8),
			shown: JSON.stringify(shown),
			proposed_at: new Date("2026-11-23T09:41:00Z"),
		})
		.execute();
	const html = await page(`/en/pickets/${slug}`);
	expect(html).toContain("12:00–14:00");
	expect(html).toContain("At 09:41 on 23 November 2026 (UTC) the hosts proposed this.");
	expect(html).toContain("Begins: 16 December 2026, 15:30 (now: 16 December 2026, 12:00)");
});

test.each(["unverified", "waiting", "rejected", "unlisted"] as const)(
	"a picket that is %s has no page",
	async (state) => {
		const { slug } = await make({ state });
		for (const path of [
			`/en/pickets/${slug}`,
			`/pickets/${slug}`,
			`/pickets/${slug}.ics`,
			`/en/pickets/${slug}/poster`,
		])
			expect([path, (await app.get(path)).status]).toEqual([path, 404]);
	},
);

describe("what search engines are told", () => {
	test("an event with its offsets, its town, and its organisation", async () => {
		const { slug } = await make({ facts: { zone: "Asia/Almaty", city: "Almaty", country: "KZ" } });
		const html = await page(`/en/pickets/${slug}`);
		expect(dataOf(html)).toMatchObject({
			"@type": "Event",
			startDate: "2026-12-16T12:00:00+05:00",
			endDate: "2026-12-16T14:00:00+05:00",
			eventStatus: "https://schema.org/EventScheduled",
			eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
			organizer: { "@type": "Organization", name: "Sample: a union branch" },
			location: { "@type": "Place", address: { addressLocality: "Almaty", addressCountry: "KZ" } },
		});
		expect(headOf(html).canonical).toEqual([`${app.origin}/en/pickets/${slug}`]);
	});

	test("of one that was moved, when it was to begin", async () => {
		const { id, slug } = await make({});
		const change = randomUUID();
		const sealed = seal(readKeyRing(app.settings.SECRET_KEYS), `picket_changes/${change}`, {
			old: "2026-12-16T10:00",
			new: "2026-12-16T12:00",
		});
		await app.owner
			.insertInto("picket_changes")
			.values({ id: change, picket_id: id, sequence: 1, field: "starts", sealed, important: true })
			.execute();
		expect(dataOf(await page(`/en/pickets/${slug}`))).toMatchObject({
			eventStatus: "https://schema.org/EventRescheduled",
			previousStartDate: "2026-12-16T10:00:00.000Z",
		});
	});
});

describe("on paper", () => {
	test.each(["poster", "leaflet"])("a %s in each language has what, when, where and the code", async (form) => {
		const { slug } = await make({});
		for (const locale of locales) {
			const html = await page(`/${locale}/pickets/${slug}/${form}`);
			expect(html).toContain("12:00–14:00");
			expect(html).toContain("At the main entrance");
			expect(html).toContain(`/pickets/${slug}/qr.svg`);
			expect(headOf(html).noindex).toBe(true);
		}
		const code = await app.get(`/pickets/${slug}/qr.svg`);
		expect(await code.text()).toContain(`<title>${app.origin}/pickets/${slug}</title>`);
		const there = await app.get(`/pickets/${slug}`, { "Accept-Language": "kk" });
		expect([there.status, there.headers.get("Location")]).toEqual([302, `/kk/pickets/${slug}`]);
	});
});

test("the sitemap has the list and each picket", async () => {
	const { slug } = await make({});
	const map = await page("/sitemap.xml");
	for (const path of ["/ru/pickets", `/kk/pickets/${slug}`]) expect(map).toContain(`<loc>${app.origin}${path}</loc>`);
});

test("the campaign's page leads to its pickets and says how many there are", async () => {
	expect(await page("/en/campaigns/zhanaozen")).toMatch(/<a href="\/en\/pickets">\d+ pickets<\/a>/);
});
