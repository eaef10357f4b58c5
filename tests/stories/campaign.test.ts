import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";

let app: TestApp;
let now = new Date("2026-11-22T12:00:00Z");
beforeAll(async () => {
	app = await startApp({}, undefined, () => now);
});
afterAll(() => app.stop());

const home = "/campaigns/zhanaozen";
const textOf = async (path: string) => (await app.get(path)).text();

describe.each(["en", "ru", "kk"])("the campaign, in %s", (locale) => {
	test("tells every claim of its timeline under a voice and with links to its sources", async () => {
		const page = await textOf(`/${locale}${home}/timeline`);
		const claims = page.match(/<div class="claim claim-[a-z]+">/g)?.length;
		expect(claims).toBeGreaterThan(20);
		expect(page.match(/<p class="voice">[^<]+<\/p>/g)).toHaveLength(claims ?? 0);
		for (const [, id] of page.matchAll(/href="#(source-[^"]+)"/g)) expect(page).toContain(`id="${id}"`);
		expect(page).not.toMatch(/\[(interview|record-\d+)\]|undefined/);
	});

	test("keeps its memorial quiet: no number of signatures, no button, nothing to share", async () => {
		const page = await textOf(`/${locale}${home}/memorial`);
		const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
		expect(main).not.toMatch(/<button|class="button"|class="count"|\/share|\/petitions/);
		expect(main.match(/<p class="name">/g)?.length).toBeGreaterThan(4);
	});

	test("turns every citation of its story into a link", async () => {
		const page = await textOf(`/${locale}${home}`);
		expect(page).toMatch(/<a href="#source-\d+">\[\d+\]<\/a>/);
		expect(page).not.toMatch(/\[(interview|record-\d+)\]/);
	});

	test("gives texts to pass on that end at its address and fit a messenger", async () => {
		const page = await textOf(`/${locale}${home}/share`);
		const texts = [...page.matchAll(/<p class="copy">([^<]+)<\/p>/g)].map(([, text = ""]) => text);
		expect(texts).toHaveLength(2);
		for (const text of texts) expect(text).toContain(`/${locale}${home}`);
	});
});

test("names the dates ahead, says on the day that it is today, by its own zone's calendar, and drops what has gone by", async () => {
	const dates = async () => /<dl class="dates">.*?<\/dl>/.exec(await textOf(`/en${home}`))?.[0];
	const named = '<dt><time dateTime="2026-12-16">16 December 2026</time></dt><dd>Fifteen years</dd>';
	expect(await dates()).toContain(named);
	now = new Date("2026-12-15T19:00:00Z");
	expect(await dates()).toContain("16 December 2026</time><strong> · Today</strong>");
	now = new Date("2026-12-16T19:00:00Z");
	expect(await dates()).toBeUndefined();
	now = new Date("2026-11-22T12:00:00Z");
});

test("says what is asked, of whom, and, in a demonstration, that who is behind it is a sample", async () => {
	const page = await textOf(`/en${home}`);
	expect(page).toMatch(/<p class="demand">An independent international investigation/);
	expect(page).toContain("<li>The United Nations High Commissioner for Human Rights</li>");
	expect(page).toMatch(/id="who">[^<]*<\/h2><p>Sample committee, [^<]*<\/p><p class="notice">This is a sample:/);
	expect(page).toContain('href="/en/about"');
});

test("once closed it leads to its timeline first", async () => {
	await sql`update campaigns set opened_at = '2026-01-01', closed_at = '2026-11-01'`.execute(app.owner);
	expect(await textOf(`/en${home}`)).toContain(`class="button" href="/en${home}/timeline"`);
	await sql`update campaigns set closed_at = null`.execute(app.owner);
});

describe("an import", () => {
	const again = async (options = {}) =>
		importCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), await readCampaign("db/content/zhanaozen"), {
			sample: true,
			...options,
		});
	const intro = async () => /<h1>[^<]*<\/h1><p>([^<]*)/.exec(await textOf(`/en${home}/memorial`))?.[1];

	test("twice changes nothing and never touches what people sign", async () => {
		const petition = () => app.owner.selectFrom("petition_editions").selectAll().orderBy("locale").execute();
		const before = [await textOf(`/en${home}`), await petition()];
		expect(await again()).toEqual({ isNew: false, kept: [] });
		expect([await textOf(`/en${home}`), await petition()]).toEqual(before);
	});

	test("leaves alone what was edited here, names it, and overwrites it only by force", async () => {
		const written = await intro();
		await sql`update campaign_documents set edited_at = now(), matter = jsonb_set(matter, '{intro}', '"Edited."')
			where path = 'memorial' and locale = 'en'`.execute(app.owner);
		expect(await again()).toEqual({ isNew: false, kept: ["en/memorial"] });
		expect(await intro()).toBe("Edited.");
		expect(await again({ force: true })).toEqual({ isNew: false, kept: [] });
		expect(await intro()).toBe(written);
	});
});
