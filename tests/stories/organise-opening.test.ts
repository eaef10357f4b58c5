import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

let app: TestApp;
let administrator: SignedInClient;
let writer: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	administrator = await signIn(app, await makeOrganiser(app));
	writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	await sql`insert into campaigns (slug, day, zone, key_sealed)
		select 'elsewhere', day, zone, key_sealed from campaigns`.execute(app.owner);
});
afterAll(() => app.stop());

const opening = "/organise/campaigns/zhanaozen/opening";
const press = (intent: string, more: Record<string, string> = {}) => administrator.post(opening, { intent, ...more });
const text = async (path: string, who: { get(path: string): Promise<Response> } = app) => (await who.get(path)).text();

describe("a petition", () => {
	const sign = () =>
		app.post("/en/petitions/zhanaozen/sign", { email: "o@example.org", country: "GB", visibility: "counted" });

	test("that lacks a sponsor in one language opens for nobody, and its list says which", async () => {
		await sql`update petitions set opened_at = null`.execute(app.owner);
		await sql`update petition_editions set sponsor = ' ' where locale = 'kk'`.execute(app.owner);
		const page = await text(opening, administrator);
		expect(page).toContain("One thing is missing.");
		expect(page).toMatch(
			/Missing:<\/strong> <a href="[^"]*\/texts\/kk\/petitions\/zhanaozen">Who stands behind it \(Қазақша\)/,
		);
		expect(page).not.toContain('value="open petition"');
		expect((await press("open petition", { petition: "zhanaozen" })).status).toBe(409);
		expect((await sign()).status).toBe(409);
		expect(await text("/en/petitions/zhanaozen")).toContain("This form is not open yet");
	});

	test("is opened by an administrator when its list is complete, closed, and opened again, each in the log", async () => {
		await sql`update petition_editions set sponsor = 'A committee' where locale = 'kk'`.execute(app.owner);
		expect((await writer.post(opening, { intent: "open petition", petition: "zhanaozen" })).status).toBe(403);
		for (const [intent, status] of [
			["open petition", 303],
			["close petition", 409],
			["open petition", 303],
		] as const) {
			expect((await press(intent, { petition: "zhanaozen" })).status).toBe(303);
			expect([intent, (await sign()).status]).toEqual([intent, status]);
		}
		const { rows } = await sql<{ act: string }>`
			select act from audit_log where about = 'zhanaozen' and act like 'petition.%' order by seq`.execute(app.owner);
		expect(rows.map(({ act }) => act)).toEqual(["petition.opened", "petition.closed", "petition.opened"]);
	});

	test("of another campaign cannot be opened or closed from here", async () => {
		const elsewhere = await signIn(app, await makeOrganiser(app, { campaign: "elsewhere" }));
		const answer = await elsewhere.post("/organise/campaigns/elsewhere/opening", {
			intent: "close petition",
			petition: "zhanaozen",
		});
		expect(answer.status).toBe(404);
		expect((await sign()).status).toBe(303);
	});

	test("that has been handed in stays closed", async () => {
		await press("close petition", { petition: "zhanaozen" });
		await sql`update petitions set handed_in_at = now()`.execute(app.owner);
		expect(await text(opening, administrator)).toContain("Over: it has been handed in.");
		await press("open petition", { petition: "zhanaozen" });
		expect((await sign()).status).toBe(409);
		await sql`update petitions set handed_in_at = null, closed_at = null`.execute(app.owner);
	});
});

describe("a campaign", () => {
	const desk = "/organise/campaigns/begun";
	const documents = (locale: string) =>
		sql`
			with campaign as (
				insert into campaign_documents (campaign_id, path, locale, matter, body)
				select id, 'campaign', ${locale}, '{"asked": [], "questions": [], "sources": []}', '…' from campaigns where slug = 'begun')
			insert into petition_editions (version_id, locale, title, addressees, summary, body, sponsor, hand_in)
			select v.id, ${locale}, 'Title', 'A body', 'Summary', 'Text', 'Sponsor', 'Hand-in'
			from petition_versions v join petitions p on p.id = v.petition_id where p.slug = 'begun'`.execute(app.owner);

	test("is begun by an administrator, who writes it too, and by nobody else", async () => {
		const fields = {
			"title-en": "Begun",
			"title-ru": "Начато",
			slug: "begun",
			day: "2027-05-01",
			zone: "Europe/Brussels",
		};
		expect(await text("/organise", administrator)).toContain('href="/organise/campaigns/new"');
		expect(await text("/organise", writer)).not.toContain('href="/organise/campaigns/new"');
		expect((await writer.post("/organise/campaigns/new", fields)).status).toBe(403);
		const begun = await administrator.post("/organise/campaigns/new", fields);
		expect(begun.headers.get("Location")).toBe(`${desk}/texts`);
		expect((await administrator.get(`${desk}/texts/en/campaign`)).status).toBe(200);
		expect(await text(desk, administrator)).toContain("The campaign is not published yet");
		const again = await administrator.post("/organise/campaigns/new", fields);
		expect(again.status).toBe(422);
		expect(await again.text()).toContain("Another campaign has this name");
	});

	test("stays unseen until its text is there in each of its languages, each line leading there", async () => {
		await documents("en");
		const page = await text(`${desk}/opening`, administrator);
		expect(page).toContain(`Missing:</strong> <a href="${desk}/texts/ru/campaign">`);
		expect(page).not.toContain('value="open campaign"');
		expect((await administrator.post(`${desk}/opening`, { intent: "open campaign" })).status).toBe(409);
		expect((await app.get("/en/campaigns/begun")).status).toBe(404);
	});

	test("opens none of its forms before it is published", async () => {
		await documents("ru");
		const page = await text(`${desk}/opening`, administrator);
		expect(page).toContain(`Missing:</strong> <a href="${desk}/opening#campaign">The campaign is published`);
		const opened = await administrator.post(`${desk}/opening`, { intent: "open petition", petition: "begun" });
		expect(opened.status).toBe(409);
		const { rows } = await sql`select from petitions where slug = 'begun' and opened_at is null`.execute(app.owner);
		expect(rows).toHaveLength(1);
	});

	test("is published once, in the log; then its petition opens; nothing takes it back", async () => {
		for (let time = 0; time < 2; time++)
			expect((await administrator.post(`${desk}/opening`, { intent: "open campaign" })).status).toBe(303);
		expect((await app.get("/ru/campaigns/begun")).status).toBe(200);
		expect((await administrator.post(`${desk}/opening`, { intent: "open petition", petition: "begun" })).status).toBe(
			303,
		);
		expect(await text("/ru/petitions/begun")).toContain('action="/ru/petitions/begun/sign"');
		expect((await administrator.post(`${desk}/opening`, { intent: "close campaign" })).status).toBe(404);
		expect((await app.get("/ru/campaigns/begun")).status).toBe(200);
		const { rows } = await sql<{ act: string }>`
			select act from audit_log where about = 'begun' order by seq`.execute(app.owner);
		expect(rows.map(({ act }) => act)).toEqual(["campaign.created", "campaign.published", "petition.opened"]);
	});
});

describe("pickets", () => {
	test("are not called until somebody who can sign in reads what comes in", async () => {
		await sql`update campaigns set pickets_opened_at = null`.execute(app.owner);
		await sql`delete from campaign_roles where role = 'moderator'`.execute(app.owner);
		expect(await text("/en/pickets/new")).not.toContain("<form");
		expect((await press("open pickets")).status).toBe(409);
		const { id } = await makeOrganiser(app, { roles: ["moderator"] });
		await sql`update organisers set state = 'disabled' where id = ${id}`.execute(app.owner);
		expect((await press("open pickets")).status).toBe(409);
		await sql`update organisers set state = 'active' where id = ${id}`.execute(app.owner);
		expect((await press("open pickets")).status).toBe(303);
		expect(await text("/en/pickets/new")).toContain("<form");
	});

	test("wait for duty hours in every language; what was written is told and logged", async () => {
		const fields = Object.fromEntries(
			["en", "ru", "kk"].flatMap((locale) => [
				[`duty_hours-${locale}`, locale === "ru" ? "" : "9–21"],
				[`authorities-${locale}`, "Ask the town hall."],
			]),
		);
		expect((await press("close pickets")).status).toBe(303);
		expect(await text("/en/pickets/new")).not.toContain("<form");
		expect((await press("write pickets", fields)).status).toBe(303);
		expect((await press("open pickets")).status).toBe(409);
		expect((await press("write pickets", { ...fields, "duty_hours-ru": "9–21" })).status).toBe(303);
		expect((await press("open pickets")).status).toBe(303);
		expect(await text("/ru/pickets/new")).toContain("Ask the town hall.");
		const { rows } = await sql`select from audit_log where act = 'pickets.facts-changed'`.execute(app.owner);
		expect(rows).toHaveLength(2);
	});
});

describe("a preview", () => {
	const linksIn = (html: string) =>
		[...html.matchAll(/http:\/\/localhost:\d+(\/[a-z]{2}\/preview\/[a-z2-7]{32})/g)].map(([, path = ""]) => path);
	const make = async (page: string) =>
		linksIn(await (await administrator.post("/organise/campaigns/zhanaozen/previews", { page })).text());

	test("of each page is shown to who has its link, marked, and to nobody's search engine", async () => {
		await sql`update campaigns set opened_at = null where slug = 'zhanaozen'`.execute(app.owner);
		for (const page of ["campaign", "petition zhanaozen", "fund", "pickets"]) {
			const links = await make(page);
			expect(links).toHaveLength(3);
			for (const link of links) {
				const answer = await app.get(link);
				expect([page, link.slice(0, 3), answer.status]).toEqual([page, link.slice(0, 3), 200]);
				expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
				expect(answer.headers.get("X-Robots-Tag")).toBe("noindex");
				expect(answer.headers.get("Referrer-Policy")).toBe("no-referrer");
			}
			const html = await text(links[0] ?? "");
			expect(html).toContain("Preview: this page is not open.");
			expect(html).not.toMatch(/rel="canonical"|style="/);
		}
		// What it shows is still closed.
		expect((await app.get("/en/campaigns/zhanaozen")).status).toBe(404);
		expect((await app.get("/en/petitions/zhanaozen")).status).toBe(404);
		expect((await app.get("/en/fund/zhanaozen")).status).toBe(404);
	});

	test("is shown to every organiser of the campaign at an address of theirs, in each language", async () => {
		for (const page of ["campaign", "petition?petition=zhanaozen", "fund", "pickets"])
			for (const language of ["en", "kk"]) {
				const mark = page.includes("?") ? "&" : "?";
				const path = `/organise/campaigns/zhanaozen/previews/${page}${mark}language=${language}`;
				const answer = await writer.get(path);
				expect([path, answer.status]).toEqual([path, 200]);
				expect(await answer.text()).toContain(language === "kk" ? "Алдын ала қарау:" : "Preview:");
			}
		expect((await writer.get("/organise/campaigns/zhanaozen/previews/petition?petition=none")).status).toBe(404);
		expect((await writer.get("/organise/campaigns/zhanaozen/previews/none")).status).toBe(404);
		await sql`update campaigns set opened_at = now() where slug = 'zhanaozen'`.execute(app.owner);
	});

	test("ends when it is taken back, and after seven days; its token is kept nowhere", async () => {
		await sql`delete from previews`.execute(app.owner);
		const [link = ""] = await make("fund");
		const previews = "/organise/campaigns/zhanaozen/previews";
		const [, id = ""] = /name="preview" value="([^"]+)"/.exec(await text(previews, administrator)) ?? [];
		const elsewhere = await signIn(app, await makeOrganiser(app, { campaign: "elsewhere" }));
		const taken = { intent: "take back", preview: id };
		expect((await elsewhere.post("/organise/campaigns/elsewhere/previews", taken)).status).toBe(404);
		expect((await app.get(link)).status).toBe(200);
		expect((await administrator.post(previews, taken)).status).toBe(303);
		expect((await app.get(link)).status).toBe(404);
		const [old = ""] = await make("fund");
		const { rows } = await sql<{ days: number; kept: string }>`
			select round(extract(epoch from expires_at - now()) / 86400)::int as days, previews::text as kept from previews`.execute(
			app.owner,
		);
		expect(rows.map(({ days }) => days)).toEqual([7]);
		expect(rows[0]?.kept).not.toContain(old.split("/").at(-1));
		await sql`update previews set expires_at = now()`.execute(app.owner);
		expect((await app.get(old)).status).toBe(404);
		expect((await app.get(`/en/preview/${"a".repeat(32)}`)).status).toBe(404);
	});
});
