import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCampaign } from "#app/campaigns/content/read-campaign.server.ts";
import { importCampaign } from "#app/campaigns/import.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { locks } from "#db/locks.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { plantSignatures } from "#tests/support/signatures.ts";
import { linkIn, mailTo, petition, sign, withdrawLinkIn } from "#tests/support/signing.ts";

// The whole site with its pages kept, as a build has them (decision 17). The clock stands still unless a story moves it,
// so nothing here is seen because a minute is over.

let app: TestApp;
let now = new Date("2026-11-22T12:00:00Z");
beforeAll(async () => {
	app = await startApp({}, undefined, () => now, { keepsPages: true });
	await publishSilently(published);
	await untilKept();
});
afterAll(() => app.stop());

const home = "/en/campaigns/zhanaozen";
const countJson = "/petitions/zhanaozen/count.json";
const textOf = async (path: string) => (await app.get(path)).text();

let published = 41_111;
/** Publishes another count without a word to those who keep pages, which no part of the product does. */
async function publishSilently(count: number): Promise<void> {
	published = count;
	await sql`update petition_counts set signatures = ${count}`.execute(app.owner);
}
const shows = async (count: number, path = petition) => (await textOf(path)).includes(count.toLocaleString("en"));

/** Whether the petition comes from the cache: it does not show what nobody told of. Leaves the count as it was. */
async function isKept(): Promise<boolean> {
	const before = published;
	await shows(before);
	await publishSilently(before + 10);
	const kept = await shows(before);
	await publishSilently(before);
	if (!kept) await sql`notify pages_changed`.execute(app.owner);
	return kept;
}
const untilKept = () => until(isKept, "pages are kept");

test("who confirms sees the new count before it is rolled up, and so does everybody else; who withdraws, too", async () => {
	await sign(app, "amina@example.org");
	const mail = await mailTo(app, "amina@example.org");
	await untilKept();
	const before = published;
	for (const path of [petition, home, "/en"]) expect([path, await shows(before, path)]).toEqual([path, true]);
	await app.owner.connection().execute(async (held) => {
		await sql`select pg_advisory_lock(${locks.signatureCounts})`.execute(held);
		const thanks = (await app.post(linkIn(mail), {})).headers.get("Location") ?? "";
		expect(await shows(before + 1, thanks)).toBe(true);
		for (const path of [petition, home, "/en"]) await expect.poll(() => shows(before + 1, path)).toBe(true);
		await expect.poll(async () => JSON.parse(await textOf(countJson)).count).toBe(before + 1);

		await app.post(withdrawLinkIn(mail), {});
		await expect.poll(() => shows(before)).toBe(true);
		await sql`select pg_advisory_unlock(${locks.signatureCounts})`.execute(held);
	});
});

test("what other processes count is seen once it is rolled up", async () => {
	expect(await shows(published)).toBe(true);
	const { id } = await app.owner.selectFrom("petitions").select("id").executeTakeFirstOrThrow();
	await plantSignatures(app.owner, id, [{}, {}, {}]);
	await expect.poll(() => shows(published + 3)).toBe(true);
	published += 3;
});

test("an import is seen at once, and so is a petition that closes", async () => {
	const memorial = `${home}/memorial`;
	const written = await textOf(memorial);
	await sql`update campaign_documents set matter = jsonb_set(matter, '{intro}', '"Another intro."')
		where path = 'memorial' and locale = 'en'`.execute(app.owner);
	await expect.poll(() => textOf(memorial)).toContain("Another intro.");
	const content = await readCampaign("db/content/zhanaozen");
	await importCampaign(app.db, readKeyRing(app.settings.SECRET_KEYS), content, { sample: true });
	await expect.poll(() => textOf(memorial)).toBe(written);

	expect(await textOf(petition)).toContain('action="/en/petitions/zhanaozen/sign"');
	await sql`update petitions set closed_at = now()`.execute(app.owner);
	await expect.poll(() => textOf(petition)).not.toContain("<form");
	await sql`update petitions set closed_at = null`.execute(app.owner);
	await expect.poll(() => textOf(petition)).toContain('action="/en/petitions/zhanaozen/sign"');
});

test("the day comes and goes on a page that is kept, by the calendar of the campaign's zone", async () => {
	const saysToday = async () => (await textOf(home)).includes(translator("en")("campaign.dates.today"));
	now = new Date("2026-12-15T18:59:59Z");
	expect(await saysToday()).toBe(false);
	await untilKept();
	now = new Date("2026-12-15T19:00:00Z");
	expect(await saysToday()).toBe(true);
	now = new Date("2026-12-16T18:59:59Z");
	expect(await saysToday()).toBe(true);
	now = new Date("2026-12-16T19:00:00Z");
	expect(await saysToday()).toBe(false);
	now = new Date("2026-11-22T12:00:00Z");
});

/** Says whether Postgres lets new connections in; those that there are stay. Only from another database can it be said. */
async function letIn(allowed: boolean) {
	const { href, pathname } = new URL(app.url);
	const client = new pg.Client({ connectionString: href.replace(pathname, "/postgres") });
	await client.connect();
	await client.query(`alter database ${pathname.slice(1)} allow_connections ${allowed}`);
	await client.end();
}

test("when the connection that tells of changes is cut, nothing that is kept counts as fresh until it is there again", async () => {
	await untilKept();
	await letIn(false);
	const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and query = 'listen "pages_changed"'`.execute(app.owner);
	expect(rows).toHaveLength(1);
	await publishSilently(published + 10);
	await expect.poll(() => shows(published)).toBe(true);
	await publishSilently(published + 10);
	expect(await shows(published)).toBe(true);
	await letIn(true);
	await untilKept();
});

test("`/` follows the reader's language each time", async () => {
	for (const language of ["kk", "ru", "kk", "en"])
		expect((await app.get("/", { "Accept-Language": language })).headers.get("Location")).toBe(`/${language}`);
});

test("an address that nobody has is not found in its language, and hides no page", async () => {
	for (const [path, locale] of [
		["/ru/nowhere", "ru"],
		["/ru/petitions/none", "ru"],
		["/kk/no/where", "kk"],
		["/kk/404", "kk"],
		["/nowhere", "en"],
		["/it/petitions/zhanaozen", "en"],
	] as const)
		for (let n = 0; n < 2; n++) {
			const answer = await app.get(path);
			expect([path, answer.status, answer.headers.get("Cache-Control")]).toEqual([path, 404, "private, no-store"]);
			expect(await answer.text()).toContain(`<html lang="${locale}"`);
		}
	expect((await app.get("/ru/petitions/zhanaozen")).status).toBe(200);
});
