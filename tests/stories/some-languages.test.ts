import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCampaign } from "#app/campaigns/create.server.ts";
import { campaignChecklist, openCampaign } from "#app/campaigns/open.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { headOf } from "#tests/support/page-head.ts";

// A second campaign, in English and Russian alone: what a reader of Kazakh finds, and what nobody finds before its day.

let app: TestApp;
let id: number;
const slug = "second";

beforeAll(async () => {
	app = await startApp();
	const made = await createCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), {
		slug,
		zone: "Europe/Brussels",
		day: "2027-05-01",
		editions: [
			{ locale: "en", title: "A second campaign", neutralTitle: "1 May" },
			{ locale: "ru", title: "Вторая кампания", neutralTitle: "1 мая" },
		],
	});
	if (made === null) throw new Error("the name is free");
	id = made;
});
afterAll(() => app.stop());

const written = (locale: string) =>
	app.owner
		.insertInto("campaign_documents")
		.values({
			campaign_id: id,
			path: "campaign",
			locale,
			matter: JSON.stringify({ asked: [], questions: [], sources: [] }),
			body: "…",
		})
		.execute();

test("before it is published nobody finds it, whatever is written", async () => {
	await written("en");
	expect(await campaignChecklist(app.db, id)).toEqual([
		{ item: "text", locale: "en", done: true },
		{ item: "text", locale: "ru", done: false },
	]);
	expect(await openCampaign(app.db, id)).toBe("incomplete");
	await written("ru");
	for (const address of [`/en/campaigns/${slug}`, `/en/petitions/${slug}`, `/ru/campaigns/${slug}/updates`])
		expect([address, (await app.get(address)).status]).toEqual([address, 404]);
	expect(await (await app.get("/en")).text()).not.toContain("A second campaign");
	expect(await (await app.get("/sitemap.xml")).text()).not.toContain(slug);
});

test("published, it stands in its languages and sends readers of others to the one they would rather have", async () => {
	expect(await openCampaign(app.db, id)).toBe("open");
	expect((await app.get(`/ru/campaigns/${slug}`)).status).toBe(200);
	const elsewhere = await app.get(`/kk/campaigns/${slug}`);
	expect([elsewhere.status, elsewhere.headers.get("Location")]).toEqual([302, `/ru/campaigns/${slug}`]);
});

test("it offers no language that it is not in", async () => {
	const html = await (await app.get(`/en/campaigns/${slug}`)).text();
	expect(html).toContain(`href="/ru/campaigns/${slug}"`);
	expect(html).not.toContain(`/kk/campaigns/${slug}"`);
	expect(Object.keys(headOf(html).alternates).sort()).toEqual(["en", "ru", "x-default"]);
	const map = await (await app.get("/sitemap.xml")).text();
	expect(map).toContain(`/ru/campaigns/${slug}<`);
	expect(map).not.toContain(`/kk/campaigns/${slug}`);
});

test("what it has not written is no page, and nothing leads there", async () => {
	const html = await (await app.get(`/en/campaigns/${slug}`)).text();
	for (const part of ["timeline", "memorial", "share"]) {
		expect((await app.get(`/en/campaigns/${slug}/${part}`)).status).toBe(404);
		expect(html).not.toContain(`/campaigns/${slug}/${part}"`);
	}
});

test("the front page lists both campaigns, each where it can be read", async () => {
	const html = await (await app.get("/kk")).text();
	expect(html).toContain(`href="/ru/campaigns/${slug}"`);
	expect(html).toContain('href="/kk/campaigns/zhanaozen"');
});

test("its petition is read and signed in its languages", async () => {
	await sql`
		insert into petition_editions (version_id, locale, title, addressees, summary, body, sponsor, hand_in)
		select v.id, locale, 'Title ' || locale, 'A body', 'Summary', 'Text', 'Sponsor', 'Hand-in'
		from petition_versions v join petitions p on p.id = v.petition_id, unnest(array['en', 'ru']) locale
		where p.slug = ${slug}`.execute(app.owner);
	await sql`update petitions set opened_at = now() where slug = ${slug}`.execute(app.owner);
	const elsewhere = await app.get(`/kk/petitions/${slug}`);
	expect(elsewhere.headers.get("Location")).toBe(`/ru/petitions/${slug}`);
	expect(await (await app.get(`/ru/petitions/${slug}`)).text()).toContain("Title ru");
	const signed = await app.post(`/ru/petitions/${slug}/sign`, {
		email: "reader@example.org",
		country: "BE",
		visibility: "counted",
	});
	expect(signed.headers.get("Location")).toBe(`/ru/petitions/${slug}/check-your-email`);
});

test("a name is given once", async () => {
	const again = createCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), {
		slug: "zhanaozen",
		zone: "Europe/Brussels",
		day: "2027-05-01",
		editions: [{ locale: "en", title: "Taken", neutralTitle: "1 May" }],
	});
	expect(await again).toBeNull();
});
