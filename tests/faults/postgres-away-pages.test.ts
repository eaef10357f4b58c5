import { afterAll, beforeAll, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { type OwnPostgres, ownPostgres } from "#tests/support/own-postgres.ts";
import { count, petition, sign, signAndConfirm } from "#tests/support/signing.ts";

// Postgres stopped under a site that keeps its pages (decision 17): they serve.

let postgres: OwnPostgres;
let app: TestApp;
let now = new Date("2026-12-15T18:58:00Z");
beforeAll(async () => {
	postgres = await ownPostgres();
	app = await startApp({}, postgres.database, () => now, { keepsPages: true });
});
afterAll(async () => {
	await app.stop();
	await postgres.database.drop();
	await postgres.remove();
});

const pages = ["en", "ru", "kk"].flatMap((locale) => [
	`/${locale}`,
	`/${locale}/campaigns/zhanaozen`,
	`/${locale}/campaigns/zhanaozen/timeline`,
	`/${locale}/petitions/zhanaozen`,
]);
const everyPage = () =>
	Promise.all(
		pages.map(async (path) => {
			const answer = await app.get(path);
			return { path, status: answer.status, etag: answer.headers.get("ETag"), text: await answer.text() };
		}),
	);

test("with Postgres stopped every page that was read serves, posts keep what was typed, and all goes on by itself", async () => {
	const before = await everyPage();
	const signed = await count(app);
	await postgres.stop();
	await until(async () => (await app.get("/readyz")).status === 503, "Postgres is away");

	for (let round = 0; round < 3; round++) {
		expect(await everyPage()).toEqual(before);
		expect(await count(app)).toBe(signed);
		const etag = before[3]?.etag ?? "";
		expect((await app.get(pages[3] ?? "", { "If-None-Match": etag })).status).toBe(304);
		// The minute is over, and the next one; at last it is another day.
		now = new Date(now.getTime() + 60_000);
	}
	expect((await app.get("/en/campaigns/zhanaozen/memorial")).status).toBe(503);
	const form = await sign(app, "kept@example.org", { visibility: "public", name: "Kept <Name>" });
	expect([form.status, await form.text()]).toEqual([503, expect.stringContaining('value="Kept &lt;Name&gt;"')]);

	await postgres.start();
	await until(async () => (await app.get("/readyz")).status === 200, "the site is ready");
	await expect
		.poll(async () => (await app.get("/en/campaigns/zhanaozen")).text())
		.toContain(translator("en")("campaign.dates.today"));
	await until(async () => (await signAndConfirm(app, "after@example.org")).status === 303, "people sign");
	await expect.poll(() => count(app)).toBe(signed + 1);
	expect(await (await app.get(petition)).text()).toContain("1 person and 5 organisations");
});

test("it was no fault, and the log says what it was", () => {
	const lines = app.logged.map((line) => JSON.parse(line));
	expect(lines.filter(({ event, level }) => event === "fault" || level === "error")).toEqual([]);
	expect(lines.filter(({ event }) => event === "Postgres is away: giving pages as they were").length).toBeGreaterThan(
		0,
	);
});
