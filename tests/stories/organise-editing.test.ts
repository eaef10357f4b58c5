import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { run as exportCampaign } from "#app/cli/export-campaign.ts";
import { publishDue } from "#app/organise/editing/schedule.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { fieldsOf, filled, postForm } from "#tests/support/editor.ts";
import { operate } from "#tests/support/operator.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

let app: TestApp;
let writer: SignedInClient;
let translator: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	translator = await signIn(app, await makeOrganiser(app, { roles: ["translator"] }));
});
afterAll(() => app.stop());

const texts = "/organise/campaigns/zhanaozen/texts";
const entry = "timeline/14-residents-videos";
const textOf = async (path: string, browser = writer) => (await browser.get(path)).text();
const formOf = async (path: string, browser = writer) => fieldsOf(await textOf(`${texts}/${path}`, browser));
/** Opens a document, changes some fields and presses a button. */
const edit = async (path: string, intent: string, changes: Record<string, string>, browser = writer) =>
	postForm(browser, `${texts}/${path}`, filled(await formOf(path, browser), intent, changes));
const published = (path: string, locale: string) =>
	app.db
		.selectFrom("campaign_documents")
		.where("path", "=", path)
		.where("locale", "=", locale)
		.select(["matter", "body", "edited_at"])
		.executeTakeFirst();
const acts = async () => {
	const rows = await sql<{ act: string; about: string }>`select act, about from audit_log order by seq`.execute(
		app.owner,
	);
	return rows.rows.map(({ act, about }) => `${act} ${about}`);
};

test("every document is listed with its state in every language", async () => {
	const page = await textOf(texts);
	for (const path of ["campaign", "petitions/zhanaozen", "memorial", "share", entry, "updates/01-three-languages"])
		expect(page, path).toContain(`href="${texts}/ru/${path}"`);
	expect(page).not.toContain("not written");
});

test("saving makes a version that readers do not see; publishing shows it, and the audit log has both", async () => {
	const path = `en/${entry}`;
	const saved = await edit(path, "save", { title: "Videos by residents" });
	expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${texts}/${path}?done=saved`]);
	expect((await published(entry, "en"))?.matter).toMatchObject({ title: "Residents' videos" });
	expect(await textOf(`${texts}/${path}`)).toContain("published, with a newer draft");
	await edit(path, "publish", {});
	expect(await published(entry, "en")).toMatchObject({
		matter: { title: "Videos by residents" },
		edited_at: expect.any(Date),
	});
	expect(await (await app.get("/en/campaigns/zhanaozen/timeline")).text()).toContain("Videos by residents");
	expect((await acts()).slice(-2)).toEqual([`text.saved ${path}`, `text.published ${path}`]);
});

test("then its translations are stale, each saying which part has changed and how", async () => {
	expect(await textOf(texts)).toContain("its source has changed: English");
	const page = await textOf(`${texts}/ru/${entry}`);
	expect(page).toMatch(/<dt>Title<\/dt>/);
	expect(page).toMatch(/<del>.*Residents.*<\/del>/s);
	// A slip of the pen mended in the translation does not make it up to date; saying so does.
	const title = "Видео жителей города";
	await edit(`ru/${entry}`, "save", { title }, translator);
	expect(await textOf(`${texts}/ru/${entry}`)).toContain('id="stale"');
	await edit(`ru/${entry}`, "save", { title, follows: "on" }, translator);
	expect(await textOf(`${texts}/ru/${entry}`)).not.toContain('id="stale"');
});

describe("a form is refused beside the field, with everything kept", () => {
	test("a claim without a voice or a source", async () => {
		const fields = (await formOf(`en/${entry}`)).filter(([name]) => name !== "claims.0.sources");
		const answer = await postForm(
			writer,
			`${texts}/en/${entry}`,
			filled(fields, "publish", { "claims.0.said_by": "", note: "mine" }),
		);
		expect(answer.status).toBe(422);
		const page = await answer.text();
		expect(page).toContain('id="claims.0.said_by-error">Say who says so');
		expect(page).toContain('id="claims.0.sources-error">Tick where it says so');
		expect(page).toContain('href="#claims.0.sources"');
		expect(fieldsOf(page)).toContainEqual(["note", "mine"]);
	});
	test.each(["en", "ru", "kk"])("in %s", async (locale) => {
		const own = await signIn(app, await makeOrganiser(app, { roles: ["writer"], locale }));
		const answer = await edit("en/share", "save", { short: "без адреса" }, own);
		expect(answer.status).toBe(422);
		expect(await answer.text()).toMatch(/id="short-error">[^<]*\{link\}/);
	});
	test("a text that cites what is no source, or has a character that turns words round", async () => {
		const cited = await edit("en/campaign", "save", { body: "So it is said [record-99]." });
		expect(await cited.text()).toContain('id="body-error">This cites a source');
		const turned = await edit("en/campaign", "save", { title: "abc\u202edef" });
		expect(await turned.text()).toContain('id="title-error">There is a character here');
	});
	test("and nothing of it was saved", async () => {
		const { rows } = await sql<{
			n: number;
		}>`select count(*)::int as n from text_versions v join texts t on t.id = v.text_id
			where t.path in ('share', 'campaign') and v.locale = 'en'`.execute(app.owner);
		expect(rows[0]?.n).toBe(2);
	});
});

test("buttons of a list rearrange the form and save nothing", async () => {
	const before = await formOf("en/timeline/02-three-strikes");
	const texts2 = (fields: [string, string][]) =>
		fields.filter(([name]) => /^claims\.\d+\.text$/.test(name)).map(([, value]) => value);
	const press = async (fields: [string, string][], intent: string) => {
		const answer = await postForm(
			writer,
			`${texts}/en/timeline/02-three-strikes`,
			filled(fields, intent, { title: "Typed, not saved" }),
		);
		expect(answer.status).toBe(200);
		return fieldsOf(await answer.text());
	};
	const [one, two] = texts2(before);
	const down = await press(before, "down claims 0");
	expect(texts2(down)).toEqual([two, one]);
	expect(down).toContainEqual(["title", "Typed, not saved"]);
	expect(texts2(await press(down, "up claims 1"))).toEqual([one, two]);
	expect(texts2(await press(down, "add claims"))).toEqual([two, one, ""]);
	expect(texts2(await press(down, "remove claims 0"))).toEqual([one]);
	expect(await formOf("en/timeline/02-three-strikes")).toEqual(before);
});

test("the preview is what the public page would show, and never raw HTML", async () => {
	const answer = await edit("en/campaign", "preview", {
		body: "## News\n\nSaid so [record-3]. <script>alert(1)</script>",
	});
	const page = await answer.text();
	expect(page).toContain('<h2>News</h2>\n<p>Said so <a href="#source-4">[4]</a>. &lt;script&gt;');
	expect((await published("campaign", "en"))?.body).not.toContain("## News");
});

test("of two who edit at once the second is told, nothing is lost, and both are shown", async () => {
	const path = "en/timeline/09-abroad";
	const mine = await formOf(path);
	await edit(path, "save", { title: "Help from abroad" });
	const told = await postForm(writer, `${texts}/${path}`, filled(mine, "save", { title: "Pickets abroad" }));
	expect(told.status).toBe(409);
	const page = await told.text();
	expect(page).toMatch(/<del>.*Help.*<\/del>/s);
	expect(page).toMatch(/<ins>.*Pickets.*<\/ins>/s);
	expect(fieldsOf(page)).toContainEqual(["title", "Pickets abroad"]);
	expect((await postForm(writer, `${texts}/${path}`, filled(fieldsOf(page), "save"))).status).toBe(303);
	const versions = await textOf(`${texts}/en/versions/timeline/09-abroad`);
	expect(versions).toContain("Version 3");
	// A double click is one version.
	const again = await formOf(path);
	const twice = filled(again, "save", { title: "Once" });
	await Promise.all([postForm(writer, `${texts}/${path}`, twice), postForm(writer, `${texts}/${path}`, twice)]);
	expect(await textOf(`${texts}/en/versions/timeline/09-abroad`)).not.toContain("Version 5");
});

test("any two versions are compared, and an old one comes back as a new one", async () => {
	const path = `${texts}/en/versions/timeline/09-abroad`;
	expect(await textOf(`${path}?from=1&to=2`)).toMatch(/<ins>.*Help.*<\/ins>/s);
	const restored = await writer.post(path, { version: "1", base: "4" });
	expect(restored.headers.get("Location")).toBe(`${texts}/en/timeline/09-abroad?done=restored`);
	expect(await textOf(path)).toContain("Version 1 again");
	expect((await writer.post(path, { version: "2", base: "4" })).status).toBe(409);
	await expect(sql`update text_versions set body = 'other'`.execute(app.db)).rejects.toThrow(/permission denied/);
	await expect(sql`delete from text_versions`.execute(app.db)).rejects.toThrow(/permission denied/);
});

describe("publication at a time", () => {
	const path = "en/timeline/10-riot-police-in-town";
	const dueIn = (interval: string) =>
		sql`update text_schedules set due_at = now() + ${interval}::interval`.execute(app.owner);

	test("is on the clocks of the campaign, which is said, and can be called off", async () => {
		expect(await textOf(`${texts}/${path}`)).toContain("Day and time in Asia/Aqtau");
		await edit(path, "schedule", { title: "Later", at: "2099-12-16T10:00" });
		const { rows } = await sql<{ due: Date }>`select due_at as due from text_schedules`.execute(app.owner);
		expect(rows[0]?.due.toISOString()).toBe("2099-12-16T05:00:00.000Z");
		expect(await textOf(`${texts}/${path}`)).toContain("to be published on 16 December 2099 at 10:00 (Asia/Aqtau)");
		await writer.post(`${texts}/${path}`, { intent: "cancel" });
		expect(await textOf(`${texts}/${path}`)).not.toContain("to be published on");
	});
	test.each(["", "2020-01-01T10:00", "2099-02-30T10:00"])("is refused for %j, and the words are kept", async (at) => {
		const answer = await edit(path, "schedule", { at, title: "Kept" });
		expect(answer.status).toBe(422);
		expect(fieldsOf(await answer.text())).toContainEqual(["title", "Kept"]);
	});
	test("asks which of two, where the clocks show a time twice, and refuses what they jump over", async () => {
		await sql`update campaigns set zone = 'Europe/Berlin'`.execute(app.owner);
		try {
			const gap = await edit(path, "schedule", { at: "2099-03-29T02:30" });
			expect(await gap.text()).toContain("The clocks jump over that time there");
			const asked = await edit(path, "schedule", { at: "2099-10-25T02:30" });
			expect(await asked.text()).toContain('value="later"');
			const taken = await edit(path, "schedule", { at: "2099-10-25T02:30", overlap: "later" });
			expect(taken.status).toBe(303);
			const { rows } = await sql<{ due: Date }>`select due_at as due from text_schedules`.execute(app.owner);
			expect(rows[0]?.due.toISOString()).toBe("2099-10-25T01:30:00.000Z");
		} finally {
			await sql`update campaigns set zone = 'Asia/Aqtau'`.execute(app.owner);
		}
	});
	test("happens once, however many workers come", async () => {
		await dueIn("-1 minute");
		await Promise.all([publishDue(app.db), publishDue(app.db), publishDue(app.db)]);
		const done = (await acts()).filter((act) => act === `text.published ${path}`);
		expect(done).toHaveLength(1);
		expect((await published("timeline/10-riot-police-in-town", "en"))?.edited_at).not.toBeNull();
		expect(await publishDue(app.db)).toBe(0);
	});
	test("waits while all sessions are locked, and is off once who asked for it writes no longer", async () => {
		const other = await makeOrganiser(app, { roles: ["writer"] });
		const path = `en/${entry}`;
		await edit(path, "schedule", { title: "Not any more", at: "2099-01-01T10:00" }, await signIn(app, other));
		const waiting = () => sql`select from text_schedules where asked_by = ${other.id}`.execute(app.owner);
		expect((await waiting()).rows).toHaveLength(1);
		await sql`insert into site_locks (what) values ('sessions')`.execute(app.owner);
		await sql`update text_schedules set due_at = now() where asked_by = ${other.id}`.execute(app.owner);
		expect(await publishDue(app.db)).toBe(0);
		expect((await waiting()).rows).toHaveLength(1);
		await sql`update organisers set state = 'disabled' where id = ${other.id}`.execute(app.owner);
		await sql`delete from site_locks`.execute(app.owner);
		expect(await publishDue(app.db)).toBe(0);
		expect((await waiting()).rows).toHaveLength(0);
		expect((await published(entry, "en"))?.matter).not.toMatchObject({ title: "Not any more" });
	});
	test("of what cannot be published says so instead of trying for ever", async () => {
		await edit(path, "schedule", { title: "Once more", at: "2099-12-16T10:00" });
		await sql`update campaign_sources set id = 'elsewhere' where id = 'interview'`.execute(app.owner);
		await dueIn("-1 minute");
		expect(await publishDue(app.db)).toBe(0);
		await sql`update campaign_sources set id = 'interview' where id = 'elsewhere'`.execute(app.owner);
		expect(await textOf(`${texts}/${path}`)).toContain("could not be published on");
		expect(await publishDue(app.db)).toBe(0);
		await writer.post(`${texts}/${path}`, { intent: "cancel" });
	});
});

describe("updates and entries", () => {
	test("get the next number, which is never given again", async () => {
		const add = async () =>
			(await writer.post(texts, { kind: "updates", language: "ru", name: "" })).headers.get("Location");
		const first = await add();
		expect(first).toBe(`${texts}/ru/updates/91-news`);
		const path = "ru/updates/91-news";
		await edit(path, "publish", { date: "2026-11-23", title: "Новость", summary: "Коротко.", body: "Текст." });
		expect((await app.get("/ru/campaigns/zhanaozen/updates/91")).status).toBe(200);
		expect((await writer.post(`${texts}/${path}`, { intent: "remove" })).status).toBe(422);
		await writer.post(`${texts}/${path}`, { intent: "remove", sure: "on" });
		expect((await app.get("/ru/campaigns/zhanaozen/updates/91")).status).toBe(404);
		expect((await writer.get(`${texts}/${path}`)).status).toBe(404);
		expect(await add()).toBe(`${texts}/ru/updates/92-news`);
	});
	test("are begun in another language with who says what already filled in", async () => {
		await writer.post(texts, { kind: "timeline", language: "kk", name: "a-day" });
		const claims = { "claims.0.said_by": "record", "claims.0.sources": "record-3", "claims.0.text": "Солай делінген." };
		await edit("kk/timeline/23-a-day", "publish", { when: "2012", from: "2012-08", title: "Бір күн", ...claims });
		const begun = await formOf("en/timeline/23-a-day", translator);
		expect(begun).toContainEqual(["claims.0.said_by", "record"]);
		expect(begun).toContainEqual(["claims.0.sources", "record-3"]);
		expect(begun).toContainEqual(["from", "2012-08"]);
		expect(begun).toContainEqual(["said-from", "kk"]);
		expect(await textOf(`${texts}/en/timeline/23-a-day`, translator)).toContain("Солай делінген.");
		const timeline = await (await app.get("/kk/campaigns/zhanaozen/timeline")).text();
		expect(timeline.indexOf("Бір күн")).toBeGreaterThan(timeline.indexOf("12 шілде"));
	});
	test("have one day in all languages", async () => {
		const answer = await edit("ru/updates/01-three-languages", "publish", { date: "2026-11-21" });
		expect(answer.status).toBe(422);
		expect(await answer.text()).toContain("is published under another day");
	});
});

describe("a translator", () => {
	test("puts nothing before readers: who says what is a writer's to answer for", async () => {
		const before = await published(entry, "ru");
		for (const intent of ["publish", "schedule"])
			expect((await edit(`ru/${entry}`, intent, { title: "Своё" }, translator)).status).toBe(403);
		expect(await published(entry, "ru")).toEqual(before);
	});
	test("writes over no original, whatever it is said to translate", async () => {
		const added = await writer.post(texts, { kind: "timeline", language: "en" });
		const path = (added.headers.get("Location") ?? "").slice(`${texts}/`.length);
		const body = filled(await formOf("en/timeline/02-three-strikes"), "save", { base: "0" });
		body.set("said-from", "");
		expect((await postForm(writer, `${texts}/${path}`, body)).status).toBe(303);
		const over = await edit(path, "save", { title: "Mine", "said-from": "ru", "seen.ru": "1" }, translator);
		expect(over.status).toBe(403);
	});
	test("and anybody: numbers that are none are not found", async () => {
		for (const version of ["abc", "1.5", "99999999999999999999", "0", "-1", ""])
			expect((await writer.post(`${texts}/en/versions/${entry}`, { version, base: "1" })).status, version).toBe(404);
		const seen = await edit(`ru/${entry}`, "save", { "said-from": "en", "seen.en": "99999999999", follows: "on" });
		expect(seen.status).toBe(404);
	});
	test("does not change what others are translated from, nor the petition that readers see", async () => {
		expect((await edit("en/timeline/21-laws", "save", { title: "Mine" }, translator)).status).toBe(403);
		expect((await edit("ru/petitions/zhanaozen", "publish", { title: "Моё" }, translator)).status).toBe(403);
		expect((await edit("ru/petitions/zhanaozen", "save", { sponsor: "Комитет" }, translator)).status).toBe(303);
		expect((await translator.post(`${texts}/sources`, { intent: "remove", id: "record-9" })).status).toBe(403);
		expect((await translator.post(texts, { kind: "updates", language: "en" })).status).toBe(403);
		expect((await translator.post(`${texts}/ru/timeline/21-laws`, { intent: "remove", sure: "on" })).status).toBe(403);
	});
});

test("an administrator reads and does not write; nobody reads another campaign's texts", async () => {
	const administrator = await signIn(app, await makeOrganiser(app, { roles: ["administrator"] }));
	expect((await administrator.get(`${texts}/en/${entry}`)).status).toBe(200);
	expect((await administrator.post(`${texts}/en/${entry}`, { intent: "save" })).status).toBe(403);
	await sql`insert into campaigns (slug, day, zone, key_sealed) select 'other', day, zone, key_sealed from campaigns`.execute(
		app.owner,
	);
	const stranger = await signIn(app, await makeOrganiser(app, { campaign: "other", roles: ["writer"] }));
	expect((await stranger.get(`${texts}/en/${entry}`)).status).toBe(404);
	const own = "/organise/campaigns/other/texts";
	for (const path of [`en/${entry}`, "en/petitions/zhanaozen"])
		expect((await stranger.get(`${own}/${path}`)).status, path).toBe(404);
	// A version of another campaign's document cannot be named as what one translates.
	const { rows } = await sql<{ id: number }>`select min(id) as id from text_versions`.execute(app.owner);
	const form = filled(await fieldsOf(await textOf(`${own}/ru/share`, stranger)), "save", {
		short: "{link}",
		long: "{link}",
		"said-from": "en",
		"seen.en": String(rows[0]?.id),
	});
	expect((await postForm(stranger, `${own}/ru/share`, form)).status).toBe(404);
});

describe("the petition", () => {
	const path = "en/petitions/zhanaozen";
	test("changes in place until somebody signs", async () => {
		expect(await textOf(`${texts}/${path}`)).not.toContain('name="correction"');
		await edit(path, "publish", { sponsor: "A committee" });
		expect(await (await app.get("/en/petitions/zhanaozen")).text()).toContain("A committee");
	});
	test("afterwards a change is a new version, and says beside it what was changed, to readers of that language", async () => {
		await app.owner.updateTable("petition_versions").set({ frozen_on: "2026-11-23" }).execute();
		const unsaid = await edit(path, "publish", { title: "Another title" });
		expect(unsaid.status).toBe(422);
		expect(await unsaid.text()).toContain("say what you change");
		await edit(path, "publish", { title: "Another title", correction: "The title was made shorter." });
		const english = await (await app.get("/en/petitions/zhanaozen")).text();
		expect(english).toContain("Another title");
		expect(english).toContain("The title was made shorter.");
		expect(await (await app.get("/ru/petitions/zhanaozen")).text()).not.toContain("The title was made shorter.");
		const versions = await sql`select number, frozen_on is not null as frozen, count(*)::int as languages
			from petition_versions v join petition_editions e on e.version_id = v.id group by 1, 2 order by 1`.execute(
			app.owner,
		);
		expect(versions.rows).toEqual([
			{ number: 1, frozen: true, languages: 3 },
			{ number: 2, frozen: false, languages: 3 },
		]);
	});
});

describe("sources", () => {
	const words = { id: "record-10", cite: "A record", date: "May 2013", url: "https://example.org/", language: "en" };
	test("are added, changed, and removed only when nobody cites them", async () => {
		const page = `${texts}/sources`;
		expect((await writer.post(page, { intent: "add", ...words, url: "http://example.org" })).status).toBe(422);
		expect((await writer.post(page, { intent: "add", ...words, id: "record-9" })).status).toBe(422);
		expect((await writer.post(page, { intent: "add", ...words })).status).toBe(303);
		expect((await writer.post(page, { intent: "change", ...words, cite: "A better record" })).status).toBe(303);
		expect(await textOf(page)).toContain("A better record");
		expect((await writer.post(page, { intent: "remove", id: "record-9" })).status).toBe(409);
		expect((await writer.post(page, { intent: "remove", id: "record-10" })).status).toBe(303);
		expect(await textOf(page)).not.toContain("A better record");
	});
});

describe("the folder of files", () => {
	const keys = () => readKeyRing(app.settings.SECRET_KEYS);
	test("downloaded and written by the operator's tool is the same, and an import takes it", async () => {
		const folder = await mkdtemp(join(tmpdir(), "yntymaq-edited-"));
		try {
			expect(await operate(app, exportCampaign, folder, "--campaign", "zhanaozen")).toMatch(
				/^exported zhanaozen: \d+ files/,
			);
			const zip = await writer.get(`${texts}.zip`);
			const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
			for (const [name, bytes] of Object.entries(files))
				expect(strFromU8(bytes), name).toBe(await readFile(join(folder, name.replace("zhanaozen/", "")), "utf8"));
			const content = await readCampaign(folder);
			expect(content.missing).toContain("en/timeline/23-a-day");
			expect(content.documents.some(({ path }) => path.startsWith("updates/9"))).toBe(false);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
	test("comes again without undoing what was edited here, unless it is forced to", async () => {
		const content = await readCampaign("db/content/zhanaozen", "db/samples/zhanaozen");
		await writer.post(`${texts}/en/timeline/21-laws`, { intent: "remove", sure: "on" });
		const { kept } = await importCampaign(app.db, keys(), content, { sample: true });
		expect(kept).toContain(`en/${entry}`);
		expect(kept).toContain("en/timeline/21-laws");
		expect(await published("timeline/21-laws", "en")).toBeUndefined();
		expect((await published(entry, "en"))?.matter).toMatchObject({ title: "Videos by residents" });
		await importCampaign(app.db, keys(), content, { sample: true, force: true });
		expect(await published("timeline/21-laws", "en")).toBeDefined();
		expect((await published(entry, "en"))?.matter).toMatchObject({ title: "Residents' videos" });
		// What it undid is among the versions.
		expect(await textOf(`${texts}/en/versions/${entry}`)).toContain("Version 3");
	});
});
