import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { writeReport } from "#app/organise/closing/write-report.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { showingJob } from "#app/petitions/showing/nightly.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { crawl, said } from "#tests/support/crawl.ts";
import { branchLink, endorse } from "#tests/support/endorsing.ts";
import { plantSigners, type Signer } from "#tests/support/named-signers.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { random } from "#tests/support/random.ts";
import { petition } from "#tests/support/signing.ts";

// Nothing that the public sees tells fewer than five people from the others (decision 10).

const t = translator("en");

let app: TestApp;
/** The page of a branch whose own link brings signers, and that link's code. */
let branch: string;
let code: string;
/** An organiser's id. */
let actor: string;
beforeAll(async () => {
	// By a clock that stands no page says another time.
	const now = new Date();
	app = await startApp({}, undefined, () => now);
	await endorse(app, { email: "branch@union.example" });
	branch = await branchLink(app, "branch@union.example");
	await app.post(branch, { intent: "verify" });
	actor = (await makeOrganiser(app)).id;
	[, code = ""] = /\/q\/(b-[a-z0-9]+)/.exec(await textOf(branch)) ?? [];
});
afterAll(() => app.stop());

/** People sign, behind the site: here only what the public sees of them matters. */
async function join(...signers: readonly Signer[]): Promise<string[]> {
	return plantSigners(app, readKeyRing(app.settings.SECRET_KEYS), 1, signers);
}

async function leave(ids: readonly string[]) {
	await app.owner.deleteFrom("signatures").where("id", "in", ids).execute();
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

/** What a night brings to public pages, when it says the least that it may: in steps of five. */
async function night() {
	await rollUpCounts(app.db);
	await sql`update published_cells set published_on = current_date - 1`.execute(app.owner);
	await sql`update petition_sources set shown_on = current_date - 1, step = 5`.execute(app.owner);
	await sql`update petition_counts set country_step = 5`.execute(app.owner);
	await showingJob(readKeyRing(app.settings.SECRET_KEYS)).run(app.db, new AbortController().signal);
}

const textOf = async (path: string) => (await app.get(path)).text();

/** The report that would be drafted if it ended now, in every language; nothing of it stays. */
async function closingReport() {
	const trx = await app.owner.startTransaction().execute();
	try {
		const { id } = await trx
			.selectFrom("campaigns")
			.where("slug", "=", "zhanaozen")
			.select("id")
			.executeTakeFirstOrThrow();
		const of = { petition: "zhanaozen", campaignId: id };
		const path = await writeReport(trx, of, "closing-report", { actor, today: "2026-12-31" });
		return await trx
			.selectFrom("text_versions as v")
			.innerJoin("texts as t", "t.id", "v.text_id")
			.where("t.path", "=", path)
			.orderBy("v.locale")
			.select(["v.matter", "v.body"])
			.execute();
	} finally {
		await trx.rollback().execute();
	}
}

/** Every number that a reader takes from a table of the petition's pictures, by its row. */
function tableOf(page: string, caption: string): [string, number][] {
	const [, figure = ""] = page.split(`<figcaption>${caption}`);
	const [table = ""] = figure.split("</figure>");
	return [...table.matchAll(/<th scope="row">([^<]+)<\/th><td>([\d,]+)</g)].map(([, name = "", n = ""]) => [
		name,
		Number(n.replaceAll(",", "")),
	]);
}

async function history() {
	const answer = await app.get("/petitions/zhanaozen/history.csv");
	expect(answer.status).toBe(200);
	const [head, ...rows] = (await answer.text()).trimEnd().split("\r\n");
	expect(head).toBe("hour,count");
	return rows.map((row) => Number(row.split(",")[1]));
}

describe("who signs in the place of another, so that as many have signed as before", () => {
	const fromFrance: Signer = {
		country: "FR",
		locale: "kk",
		visibility: "public",
		name: "A Sample",
		town: "Samplestadt",
	};
	/** Of all outputs those that nothing but signers moves; the petition's in every language, others in one. */
	const asks = (path: string) =>
		!/^\/(?:metrics|readyz|healthz)|(?:petitions|campaigns|fund)\/sample/.test(path) &&
		(!/^\/(?:ru|kk)\b/.test(path) || path.includes("/petitions/"));
	/** When it was counted last is public, to the minute. */
	const settle = (answers: Map<string, string>) =>
		new Map([...answers].map(([path, text]) => [path, text.replace(/"updatedAt":"[^"]+"/, "")]));
	const differ = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
		[...other].filter(([path, text]) => one.get(path) !== text).map(([path]) => path);
	const leaving: string[] = [];
	let before: Map<string, string>;
	let reported: Awaited<ReturnType<typeof closingReport>>;

	/** What has just been counted was of an hour that nothing else was counted in; the hours that are known stay. */
	let hoursAgo = 100;
	async function dateBack() {
		await rollUpCounts(app.db);
		await sql`update signature_hours set hour = date_trunc('hour', now()) - make_interval(hours => ${--hoursAgo}::int)
			where hour > now() - interval '2 hours'`.execute(app.owner);
	}

	/** One leaves, another comes in another hour, a night passes. */
	async function replace() {
		await leave(leaving.splice(0, 1));
		await dateBack();
		await join({ ...fromFrance, source: code });
		await dateBack();
		await night();
	}

	beforeAll(async () => {
		await join(
			...Array.from({ length: 10 }, () => ({ visibility: "public", name: "A Sample", source: code }) as const),
		);
		const counted = { visibility: "counted", country: "KZ", locale: "ru" } as const;
		leaving.push(...(await join(...Array.from({ length: 10 }, () => counted))));
		await dateBack();
		await night();
		before = settle(await crawl(app, [branch], asks));
		reported = await closingReport();
	});

	test("changes no byte of anything that is public, one after the other, until they are five", async () => {
		expect(before.size).toBeGreaterThan(150);
		expect(before.get(branch)).toContain("10 people have signed by it");
		const ofPetition = [...before.keys()].filter((path) => path === branch || /^\/(?:en\/)?petitions\//.test(path));
		for (let signer = 1; signer < 4; signer++) {
			await replace();
			const again = await Promise.all(ofPetition.map(async (path) => [path, await said(app, path)] as const));
			expect(differ(before, settle(new Map(again))).map((path) => `signer ${signer}: ${path}`)).toEqual([]);
		}
		await replace();
		expect(differ(before, settle(await crawl(app, [branch], asks)))).toEqual([]);
	});

	test("changes no word of the closing report: of its people that tells how many they are together", async () => {
		expect(reported).toHaveLength(3);
		const [total = ""] = /\d+/.exec(reported[0]?.body ?? "") ?? [];
		const { count } = (await (await app.get("/petitions/zhanaozen/count.json")).json()) as { count: number };
		expect(Number(total)).toBe(count);
		expect(await closingReport()).toEqual(reported);
	});

	test("the fifth of them is told, with the four, where those are named or counted who came by one link", async () => {
		await replace();
		expect(await textOf(branch)).toContain("15 people have signed by it");
		expect((await textOf(`${petition}/signatories`)).match(/Samplestadt/g)).toHaveLength(5);
		const numbers = `${petition}/numbers`;
		expect(await said(app, numbers)).toBe(before.get(numbers));
	});
});

/** Signs, or withdraws, as a seed decides. */
async function change(next: () => number) {
	const one = <T>(among: readonly [T, ...T[]]) => among[Math.floor(next() * among.length)] ?? among[0];
	if (next() < 0.2)
		await sql`delete from signatures where id = (
			select id from signatures where not listed order by gen_random_uuid() limit 1)`.execute(app.owner);
	else
		await join({
			visibility: one(["counted", "public"]),
			name: "A Sample",
			country: one(["KZ", "GB", "XX"]),
			locale: one(["kk", "ru"]),
			source: one(["", "leaflet", code]),
		});
}

/** Every number of a dimension that a reader takes from the petition's pages: each, what is left, and all together. */
async function read(): Promise<Map<string, number>> {
	const [numbers, names, own] = await Promise.all(
		[`${petition}/numbers`, `${petition}/signatories`, branch].map(textOf),
	);
	const countries = tableOf(numbers ?? "", t("plot.countries"));
	return new Map([
		...countries,
		["all countries", countries.reduce((sum, [, n]) => sum + n, 0)],
		["names", names?.match(/A Sample/g)?.length ?? 0],
		["by the branch's link", Number(/(\d+) people have signed by it/.exec(own ?? "")?.[1] ?? 0)],
	]);
}

test("signed one by one, no number tells fewer than five people from the others, nor do two readings of it", async () => {
	const next = random(16);
	let shown = await history();
	let told = await read();
	const first = told;
	for (let signer = 0; signer < 80; signer++) {
		await change(next);
		if (next() < 0.3) await pass(1 + Math.floor(next() * 3));
		const rows = await history();
		// What two readings tell apart: rows that were not there before, of five people at least.
		expect(rows.slice(0, shown.length)).toEqual(shown);
		expect(rows.every((n) => n >= 5)).toBe(true);
		shown = rows;
		if (next() < 0.5) continue;
		await night();
		const now = await read();
		for (const key of new Set([...told.keys(), ...now.keys()])) {
			const [was = 0, is = 0] = [told.get(key), now.get(key)];
			expect([key, is === 0 || is >= 5, is === was || Math.abs(is - was) >= 5]).toEqual([key, true, true]);
		}
		told = now;
	}
	expect(Object.keys(await (await app.get("/petitions/zhanaozen/count.json")).json()).sort()).toEqual([
		"count",
		"organisations",
		"paper",
		"represented",
		"updatedAt",
	]);
	// Each of them has moved.
	expect([...told].filter(([key, n]) => n === first.get(key))).toEqual([]);
	const days = tableOf(await textOf(`${petition}/numbers`), t("numbers.growth")).map(([, total]) => total);
	expect(days.every((total, i) => total - (days[i - 1] ?? 0) >= 5)).toBe(true);
	expect(days.length).toBeGreaterThan(1);
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
