import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { publishCountries, publishedCountries } from "#app/petitions/showing/publish-countries.server.ts";
import type { Published } from "#app/petitions/small-cells.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { random } from "#tests/support/random.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

/** Signs, or withdraws, behind the site: here only what the public sees of it matters. */
async function change(next: () => number) {
	const code = (names: string[]) => names[Math.floor(next() * names.length)];
	if (next() < 0.2)
		await sql`delete from signatures where id = (select id from signatures order by gen_random_uuid() limit 1)`.execute(
			app.db,
		);
	else
		await sql`
			insert into signatures (petition_id, version_id, fingerprint, state, visibility, country, locale, source)
			select petition_id, id, sha256(gen_random_uuid()::text::bytea), 'confirmed', 'counted',
				${code(["KZ", "GB", "XX"])}, ${code(["kk", "ru"])}, ${code(["", "leaflet"])} from petition_versions`.execute(
			app.db,
		);
}

/** Lets time pass: everything that was counted is so many hours older. */
async function pass(hours: number) {
	await rollUpCounts(app.db);
	// Each hour moves to where no other stands yet.
	await sql`update signature_hours set hour = hour - interval '100 years'`.execute(app.owner);
	await sql`update signature_hours set hour = hour + interval '100 years' - make_interval(hours => ${hours}::int)`.execute(
		app.owner,
	);
	await sql`update signature_deltas set hour = hour - make_interval(hours => ${hours}::int)`.execute(app.owner);
}

/** What the night publishes of countries. */
async function night(): Promise<Published> {
	await rollUpCounts(app.db);
	await sql`update published_cells set published_on = current_date - 1`.execute(app.owner);
	await sql`update petition_counts set country_step = 5`.execute(app.owner);
	await publishCountries(app.db);
	return publishedCountries(app.db, "zhanaozen");
}

/** Every number that a reader takes from what is published: each country, the rest, and all of them together. */
function readOf({ cells, rest }: Published): Map<string, number> {
	const all = [...cells.values()].reduce((sum, n) => sum + n, rest);
	return new Map([...cells, ["the rest", rest], ["all", all]]);
}

async function history() {
	const answer = await app.get("/petitions/zhanaozen/history.csv");
	expect(answer.status).toBe(200);
	const [head, ...rows] = (await answer.text()).trimEnd().split("\r\n");
	expect(head).toBe("hour,count");
	return rows.map((row) => Number(row.split(",")[1]));
}

test("signed one by one, nothing public ever tells fewer than five people from the others", async () => {
	const next = random(16);
	let shown: number[] = [];
	let countries: Published = { cells: new Map(), rest: 0 };
	for (let signer = 0; signer < 120; signer++) {
		await change(next);
		if (next() < 0.3) await pass(1 + Math.floor(next() * 3));
		const count = await (await app.get("/petitions/zhanaozen/count.json")).json();
		expect(Object.keys(count as object).sort()).toEqual([
			"count",
			"organisations",
			"paper",
			"represented",
			"updatedAt",
		]);
		const rows = await history();
		// What two readings tell apart: rows that were not there before, of five people at least.
		expect(rows.slice(0, shown.length)).toEqual(shown);
		expect(rows.every((n) => n >= 5)).toBe(true);
		shown = rows;
		if (next() < 0.5) continue;
		const published = await night();
		const [before, after] = [readOf(countries), readOf(published)];
		for (const key of new Set([...before.keys(), ...after.keys()])) {
			const [was = 0, is = 0] = [before.get(key), after.get(key)];
			expect([key, is === 0 || is >= 5, is === was || Math.abs(is - was) >= 5]).toEqual([key, true, true]);
		}
		countries = published;
	}
	expect(countries.cells.size).toBe(3);
	expect(shown.length).toBeGreaterThan(3);
});

test("history.csv is for machines anywhere, asked again only when it changes, and 404 for a petition that is none", async () => {
	const answer = await app.get("/petitions/zhanaozen/history.csv");
	expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
	expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
	const again = await app.get("/petitions/zhanaozen/history.csv", {
		"If-None-Match": answer.headers.get("ETag") ?? "",
	});
	expect(again.status).toBe(304);
	expect((await app.get("/petitions/nowhere/history.csv")).status).toBe(404);
});

test("the hour that is not over is not shown, however many sign in it", async () => {
	const before = await history();
	for (let i = 0; i < 8; i++) await change(() => 0.5);
	expect(await history()).toEqual(before);
	await pass(1);
	// Within the first two minutes of an hour the one before may still change.
	await pass(1);
	expect((await history()).length).toBe(before.length + 1);
});
