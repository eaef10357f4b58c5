import { createHash } from "node:crypto";
import { sql } from "kysely";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { plantedPhoto, plantedWords } from "#tests/support/planted-photo.ts";

// One photo of the hand-in: cleaned, with words in place of it, and gone from every page when it is taken away.

let app: TestApp;
let anna: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	anna = await signIn(app, await makeOrganiser(app));
	await app.get("/en/petitions/zhanaozen");
	await anna.get(desk);
});
afterAll(() => app.stop());

const desk = "/organise/campaigns/zhanaozen/petitions/zhanaozen/closing/photo";
const alternatives = { en: "A box on a table", ru: "Коробка на столе", kk: "Үстел үстіндегі қорап" };

function send(fields: Record<string, string>, file?: Buffer, who = anna) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	if (file) form.set("photo", new Blob([new Uint8Array(file)]), "IMG_0001.jpg");
	const headers = { Cookie: who.cookie, Origin: app.origin };
	return fetch(`${app.origin}${desk}`, { method: "POST", body: form, redirect: "manual", headers });
}
function upload(file: Buffer, changed: Record<string, string> = {}, who?: SignedInClient) {
	const words = Object.fromEntries(locales.map((locale) => [`alternative-${locale}`, alternatives[locale]]));
	return send({ ...words, agreed: "on", ...changed }, file, who);
}
const page = async (locale = "en") => (await app.get(`/${locale}/petitions/zhanaozen`)).text();
const sourceIn = (html: string) =>
	/<img src="(\/petitions\/zhanaozen\/photos\/[0-9a-f]{64}\.webp)"/.exec(html)?.[1] ?? "";
const acts = async () => {
	const { rows } = await sql<{ act: string }>`
		select act from audit_log where act like 'petition.photo%' order by seq`.execute(app.owner);
	return rows.map(({ act }) => act);
};

test("there is none before the hand-in, and nobody but an administrator with a fresh second factor adds one", async () => {
	expect((await upload(await plantedPhoto("jpeg"))).status).toBe(404);
	expect(await (await anna.get(desk)).text()).not.toContain('type="file"');
	await sql`insert into petition_handovers (petition_id, handed_on, places, marked_by)
		select id, current_date, '{1}', gen_random_uuid() from petitions where slug = 'zhanaozen'`.execute(app.owner);
	expect(await (await anna.get(desk)).text()).toContain("No face without that person");
	const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer", "moderator"] }));
	expect((await upload(await plantedPhoto("jpeg"), {}, writer)).status).toBe(403);
	const late = await signIn(app, await makeOrganiser(app));
	await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
	expect((await upload(await plantedPhoto("jpeg"), {}, late)).headers.get("Location")).toContain("/organise/step-up");
	anna = await signIn(app, await makeOrganiser(app));
	const { rows } = await sql`select from petition_photos`.execute(app.owner);
	expect([rows.length, await acts()]).toEqual([0, []]);
});

describe("the photo", () => {
	test("needs its words in every language, that everybody agreed, and to be one", async () => {
		const photo = await plantedPhoto("jpeg");
		for (const locale of locales) {
			const html = await (await upload(photo, { [`alternative-${locale}`]: " " })).text();
			expect(html).toContain(`id="alternative-${locale}-error"`);
		}
		expect(await (await upload(photo, { agreed: "" })).text()).toContain('id="agreed-error"');
		const heic = await upload(Buffer.from("\0\0\0\x24ftypheic\0\0\0\0mif1heic"));
		const html = await heic.text();
		expect([heic.status, html.includes(translator("en")("picket.photo.refused.heic"))]).toEqual([422, true]);
		expect(html).toContain(alternatives.kk);
		expect(sourceIn(await page())).toBe("");
	});

	test("stands below the day, in the reader's words, without anything that a telephone wrote into it", async () => {
		expect((await upload(await plantedPhoto("jpeg", 6))).status).toBe(303);
		for (const locale of locales) {
			const html = await page(locale);
			expect(html.indexOf(sourceIn(html))).toBeGreaterThan(html.indexOf('id="handed-in"'));
			expect(html).toContain(`width="160" height="80" alt="${alternatives[locale]}"`);
		}
		const pages = { page: await page(), desk: await (await anna.get(desk)).text() };
		expect(checkHtml(new Map(Object.entries(pages)))).toEqual([]);
		const source = sourceIn(pages.page);
		const answer = await app.get(source);
		const bytes = Buffer.from(await answer.arrayBuffer());
		for (const words of plantedWords) expect(bytes.includes(words)).toBe(false);
		expect((await sharp(bytes).metadata()).format).toBe("webp");
		expect(source).toContain(createHash("sha256").update(bytes).digest("hex"));
		const { headers } = answer;
		expect([headers.get("Content-Type"), headers.get("X-Robots-Tag"), headers.get("X-Content-Type-Options")]).toEqual([
			"image/webp",
			"noindex",
			"nosniff",
		]);
		expect(headers.get("Cache-Control")).toContain("max-age=0");
		expect((await app.get(source.replace("zhanaozen", "another"))).status).toBe(404);
		expect(await acts()).toEqual(["petition.photo-set"]);
	});

	test("is one: another takes its place, and removed it is gone from the page and its address at once", async () => {
		const before = sourceIn(await page());
		const green = await sharp({ create: { width: 20, height: 10, channels: 3, background: "green" } })
			.png()
			.toBuffer();
		expect((await upload(green)).status).toBe(303);
		const after = sourceIn(await page());
		expect([after === before, (await app.get(before)).status, (await app.get(after)).status]).toEqual([
			false,
			404,
			200,
		]);
		expect((await send({ remove: "on" })).status).toBe(303);
		const html = await page();
		expect([sourceIn(html), html.includes('id="handed-in"'), (await app.get(after)).status]).toEqual(["", true, 404]);
		const { rows } = await sql`
			select petition_id from petition_photos union all select petition_id from petition_photo_words`.execute(
			app.owner,
		);
		expect(rows).toEqual([]);
		await send({ remove: "on" });
		expect(await acts()).toEqual(["petition.photo-set", "petition.photo-set", "petition.photo-removed"]);
	});
});
