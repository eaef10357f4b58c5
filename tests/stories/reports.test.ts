import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { sendLetter, waitingItems } from "#tests/support/letters.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { makePicket } from "#tests/support/pickets.ts";
import { findPlanted, plantPerson } from "#tests/support/planted.ts";

// A reader says that something on a page is wrong; a moderator takes it from the page at once.

let app: TestApp;
let moderator: SignedInClient;
const queue = "/organise/campaigns/zhanaozen/queue";
const update = "/campaigns/zhanaozen/updates/1";

beforeAll(async () => {
	// Pages are kept as on a built site: what is hidden has to leave those too.
	app = await startApp({}, undefined, undefined, { keepsPages: true });
	moderator = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
}, 120_000);
afterAll(() => app.stop());

async function takeNext() {
	const path = (await moderator.post(queue, { intent: "next" })).headers.get("Location") ?? "";
	const page = await (await moderator.get(path)).text();
	const [, revision = ""] = /name="revision" value="(\d+)"/.exec(page) ?? [];
	return { path, page, revision };
}

test.each([
	["/en/campaigns/zhanaozen/updates/1", "campaigns/zhanaozen/updates/1"],
	["/ru/campaigns/zhanaozen/timeline", "campaigns/zhanaozen/timeline"],
	["/kk/campaigns/zhanaozen/memorial", "campaigns/zhanaozen/memorial"],
	["/en/petitions/zhanaozen", "petitions/zhanaozen"],
])("the page %s leads to its report, which brings it along", async (path, about) => {
	const page = await (await app.get(path)).text();
	const [, link = ""] = /class="report"><a href="([^"]+)"/.exec(page) ?? [];
	expect(new URL(link, app.origin).searchParams.get("page")).toBe(about);
	const form = await (await app.get(link.replaceAll("&amp;", "&"))).text();
	expect(form).toContain(`value="${path.slice(0, 4)}${about}"`);
});

test("what no page is called is not put into the form", async () => {
	const form = await (await app.get("/en/report?page=%22%3E%3Cscript%3E")).text();
	expect(form).not.toContain("script>");
	expect(form).toMatch(/<input[^>]*name="page"[^>]*value=""/);
});

test("a reported update that a moderator hides is on no page one request later, in no language and no feed", async () => {
	const pages = ["en", "ru", "kk"].flatMap((locale) => [
		`/${locale}${update}`,
		`/${locale}/campaigns/zhanaozen/updates`,
		`/${locale}/campaigns/zhanaozen/updates.atom`,
		"/sitemap.xml",
	]);
	const shows = async (path: string) => {
		const answer = await app.get(path);
		return answer.status === 200 && (await answer.text()).includes("zhanaozen/updates/1");
	};
	expect(await Promise.all(pages.map(shows))).not.toContain(false);
	await sendLetter(app, "report", { topic: "danger", page: `/ru${update}`, words: "This should not be here." }, "ru");
	const { path, page, revision } = await takeNext();
	expect(page).toContain("This should not be here.");
	expect(page.indexOf("This should not be here.")).toBeLessThan(page.indexOf('value="hide"'));
	const decided = await moderator.post(path, { intent: "hide", revision });
	expect(decided.status).toBe(303);
	expect(await Promise.all(pages.map(shows))).not.toContain(true);
	expect((await app.get(`/en${update}`)).status).toBe(404);

	const shown = await moderator.post("/organise/campaigns/zhanaozen/shown", { intent: "show", update: "1" });
	expect(shown.status).toBe(303);
	expect((await app.get(`/en${update}`)).status).toBe(200);
});

test("a moderator hides an update without a report, and nobody else does", async () => {
	const shown = "/organise/campaigns/zhanaozen/shown";
	const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	expect((await writer.post(shown, { intent: "hide", update: "1" })).status).toBe(403);
	expect((await app.get(`/en${update}`)).status).toBe(200);
	expect((await moderator.post(shown, { intent: "hide", update: "1" })).status).toBe(303);
	expect((await app.get(`/kk${update}`)).status).toBe(404);
	await moderator.post(shown, { intent: "show", update: "1" });
	expect((await moderator.post(shown, { intent: "hide", update: "9999" })).status).toBe(404);
});

test("a reported picket that a moderator hides is in no list one request later; its photos can be taken away alone", async () => {
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	const { id: campaignId } = await app.owner.selectFrom("campaigns").select("id").executeTakeFirstOrThrow();
	const { slug, id } = await makePicket(app.db, keys, { campaignId });
	await sql`insert into picket_photos (picket_id, alternative, width, height, size, bytes, number, state)
		values (${id}, 'A sample photo', 1, 1, 1, '\\x00', 1, 'shown')`.execute(app.owner);
	expect((await app.get(`/en/pickets/${slug}`)).status).toBe(200);
	await app.owner.deleteFrom("review_items").execute();
	await sendLetter(app, "report", { page: `/en/pickets/${slug}`, words: "This picket is a trap." });
	const { path, page, revision } = await takeNext();
	expect(page).toContain("A sample photo");
	expect((await moderator.post(path, { intent: "hide", revision })).status).toBe(303);
	expect((await app.get(`/en/pickets/${slug}`)).status).toBe(404);
	expect(await (await app.get("/pickets.json")).text()).not.toContain(slug);
});

test("an entry of the timeline that a moderator hides is on no page one request later, in no language", async () => {
	const shown = "/organise/campaigns/zhanaozen/shown";
	const { rows } = await sql<{ locale: string; path: string; title: string }>`
		select locale, path, matter ->> 'title' as title from campaign_documents
		where path = (select min(path) from campaign_documents where path like 'timeline/%')`.execute(app.owner);
	const has = async ({ locale, title }: { locale: string; title: string }) =>
		(await (await app.get(`/${locale}/campaigns/zhanaozen/timeline`)).text()).includes(title);
	expect(await Promise.all(rows.map(has))).toEqual([true, true, true]);
	const entry = rows[0]?.path.replace("timeline/", "") ?? "";
	expect((await moderator.post(shown, { intent: "hide", entry })).status).toBe(303);
	expect(await Promise.all(rows.map(has))).toEqual([false, false, false]);
	expect((await moderator.post(shown, { intent: "show", entry })).status).toBe(303);
	expect(await Promise.all(rows.map(has))).toEqual([true, true, true]);
	expect((await moderator.post(shown, { intent: "hide", entry: "campaign" })).status).toBe(404);
});

test("what a page cannot be hidden of is closed with one button, and the next one comes", async () => {
	await app.owner.deleteFrom("review_items").execute();
	await sendLetter(app, "report", { page: "/en/campaigns/zhanaozen/timeline", words: "The first of two." });
	await sendLetter(app, "report", { page: "the page of names", words: "The second of two." });
	const first = await takeNext();
	const next = await moderator.post(first.path, { intent: "done", revision: first.revision });
	expect(next.headers.get("Location")).toMatch(new RegExp(`^${queue}/[0-9a-f-]{36}$`));
	expect(next.headers.get("Location")).not.toBe(first.path);
	const last = await takeNext();
	const end = await moderator.post(last.path, { intent: "done", revision: last.revision });
	expect(end.headers.get("Location")).toBe(queue);
	expect(await (await moderator.get(queue)).text()).toContain("Nothing waits.");
});

test("an item that is none, or another campaign's, is not found", async () => {
	await sendLetter(app, "report", { words: "Not for others." });
	const [item] = await waitingItems(app);
	await sql`
		with c as (insert into campaigns (slug, zone, day, key_sealed) values ('other', 'Asia/Almaty', '2027-01-01', '\\x00') returning id)
		select id from c`.execute(app.owner);
	const stranger = await signIn(app, await makeOrganiser(app, { campaign: "other", roles: ["moderator"] }));
	expect((await stranger.get(`/organise/campaigns/other/queue/${item?.id}`)).status).toBe(404);
	const stolen = await stranger.post(`/organise/campaigns/other/queue/${item?.id}`, { intent: "hide", revision: "1" });
	expect(stolen.status).toBe(404);
	for (const id of ["none", "00000000-0000-4000-8000-000000000000"])
		expect((await moderator.get(`${queue}/${id}`)).status).toBe(404);
	await sql`delete from campaigns where slug = 'other'`.execute(app.owner);
});

test("nothing that a reader typed stands in a log, in the audit log or readable in the database", async () => {
	const { email, line, name } = plantPerson(7);
	await sendLetter(app, "report", { email, words: `${line} ${name}`, page: name });
	const [newest] = (await waitingItems(app)).slice(-1);
	await moderator.post(`${queue}/${newest?.id}`, { intent: "claim" });
	const { rows } = await sql<{ dump: string }>`
		select string_agg(t, E'\n') as dump from (
			select letters::text as t from letters union all select review_items::text from review_items
			union all select audit_log::text from audit_log union all select email_deliveries::text from email_deliveries) d`.execute(
		app.owner,
	);
	expect(findPlanted([email, line, name], `${rows[0]?.dump}\n${app.logged.join("\n")}`)).toEqual([]);
});
