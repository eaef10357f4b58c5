import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { addPhoto } from "#app/pickets/after/report.server.ts";
import { findWhole } from "#app/pickets/facts.server.ts";
import { findHost } from "#app/pickets/hosting/host.server.ts";
import { trustHost } from "#app/pickets/hosting/trust.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { makePicket } from "#tests/support/pickets.ts";
import { plantedPhoto, plantedWords } from "#tests/support/planted-photo.ts";

// After a picket: its host tells how it was, a moderator looks, and everybody can see it two hours after the end.

let app: TestApp;
let keys: KeyRing;
let desk: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	keys = readKeyRing(app.settings.SECRET_KEYS);
	desk = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
	for (const path of ["/en/host/x/report", "/en/host/x/photos", "/en/pickets/x/photos"]) await app.get(path);
});
afterAll(() => app.stop());

/** A picket of the demonstration's campaign that lasted two hours and ended that many hours ago. */
async function ended(hours: number, host = `${randomBytes(4).toString("hex")}@example.org`) {
	const campaign = await app.db
		.selectFrom("campaigns")
		.where("slug", "=", "zhanaozen")
		.select("id")
		.executeTakeFirstOrThrow();
	const picket = await makePicket(app.db, keys, { host, campaignId: campaign.id });
	await endedAgo(picket.id, hours);
	return { ...picket, host, home: `/en/host/${picket.hostToken}`, page: `/en/pickets/${picket.slug}` };
}
function endedAgo(id: string, hours: number) {
	return sql`update pickets set ends_at = now() - make_interval(mins => ${Math.round(hours * 60)}::int),
		starts_at = now() - make_interval(mins => ${Math.round(hours * 60)}::int + 120) where id = ${id}`.execute(
		app.owner,
	);
}
function upload(home: string, file: Buffer, fields: Record<string, string> = {}) {
	const form = new FormData();
	const all = { alternative: "People with candles at a gate", agreed: "on", ...fields };
	for (const [name, value] of Object.entries(all)) if (value) form.set(name, value);
	form.set("photo", new Blob([new Uint8Array(file)]), "IMG_0001.jpg");
	return fetch(`${app.origin}${home}/photos`, { method: "POST", body: form, redirect: "manual" });
}
const read = async (path: string, from: Pick<TestApp, "get"> = app) => {
	const answer = await from.get(path);
	return { status: answer.status, text: await answer.text() };
};
async function photoIds(picketId: string): Promise<string[]> {
	const rows = await app.db.selectFrom("picket_photos").where("picket_id", "=", picketId).select("id").execute();
	return rows.map(({ id }) => id);
}
async function itemOf(picketId: string) {
	return app.db
		.selectFrom("review_items")
		.where("kind", "=", "picket-report")
		.where("subject_id", "=", picketId)
		.where("state", "<>", "decided")
		.select(["id", "revision"])
		.executeTakeFirstOrThrow();
}
async function decide(picketId: string, intent: string): Promise<number> {
	const { id, revision } = await itemOf(picketId);
	const path = `/organise/campaigns/zhanaozen/queue/${id}`;
	return (await desk.post(path, { intent, revision: String(revision) })).status;
}

describe("a report", () => {
	test("is written once the picket has begun, and by nobody else", async () => {
		const { home } = await ended(-24);
		expect((await read(home)).text).not.toContain(`${home}/report`);
		for (const path of [`${home}/report`, `${home}/photos`, "/en/host/x/report"])
			expect((await app.get(path)).status).toBe(404);
		expect((await upload(home, await plantedPhoto("jpeg"))).status).toBe(404);
		const begun = await ended(-1);
		expect((await read(begun.home)).text).toContain(`${begun.home}/report`);
		expect((await app.get(`${begun.home}/report`)).status).toBe(200);
	});

	test("is shown when a moderator has read it and the picket is two hours over, and its photos with it", async () => {
		const { home, page, id, slug } = await ended(1);
		const report = await app.post(`${home}/report`, { people: "25", words: "It rained.\r\n\r\nNobody left." });
		expect(report.status).toBe(303);
		expect((await upload(home, await plantedPhoto("jpeg", 6))).status).toBe(303);
		const [photo = ""] = await photoIds(id);
		const file = `/pickets/${slug}/photos/${photo}.webp`;
		const isOut = async () => (await read(page)).text.includes("It rained.");
		const statuses = async () => [
			await isOut(),
			(await app.get(file)).status,
			(await app.get(`${page}/photos`)).status,
		];
		expect(await statuses()).toEqual([false, 404, 404]);

		const item = await read(`/organise/campaigns/zhanaozen/queue/${(await itemOf(id)).id}`, desk);
		for (const words of ["Nobody left.", "25 to 49 people came", "People with candles at a gate", photo])
			expect(item.text).toContain(words);
		expect((await desk.get(`/organise/campaigns/zhanaozen/photos/${photo}`)).status).toBe(200);
		expect(await decide(id, "show")).toBe(303);
		expect(await statuses()).toEqual([false, 404, 404]);

		await endedAgo(id, 2.1);
		expect(await statuses()).toEqual([true, 200, 200]);
		const html = (await read(page)).text;
		expect(html).toContain("25 to 49 people came");
		expect(html).toMatch(/lang="en" dir="ltr"><p>It rained\.<\/p><p>Nobody left\.<\/p>/);
		expect(html).toContain(`href="${page}/photos"`);
		const photos = (await read(`${page}/photos`)).text;
		expect(photos).toMatch(
			new RegExp(`<img src="${file}" width="160" height="80" alt="People with candles at a gate"`),
		);
		expect(photos).toContain('loading="lazy"');

		const answer = await app.get(file);
		const bytes = Buffer.from(await answer.arrayBuffer());
		for (const words of plantedWords) expect(bytes.includes(words)).toBe(false);
		expect((await sharp(bytes).metadata()).format).toBe("webp");
		const { headers } = answer;
		expect([headers.get("Content-Type"), headers.get("X-Robots-Tag"), headers.get("X-Content-Type-Options")]).toEqual([
			"image/webp",
			"noindex",
			"nosniff",
		]);
		expect(headers.get("Cache-Control")).toContain("max-age=0");
		expect((await app.get(file, { "If-None-Match": headers.get("ETag") ?? "" })).status).toBe(304);
	});

	test("whose words are changed is on no page until they have been read again", async () => {
		const { home, page, id } = await ended(3);
		await app.post(`${home}/report`, { people: "10", words: "First words." });
		await decide(id, "show");
		expect((await read(page)).text).toContain("First words.");
		await app.post(`${home}/report`, { people: "10", words: "Other words." });
		expect((await read(page)).text).not.toMatch(/First words|Other words/);
		expect(await decide(id, "refuse")).toBe(303);
		expect((await read(`${home}/report`)).text).toContain("A moderator has not put it on the page.");
	});

	test("needs a band of the list; its words may be none", async () => {
		const { home } = await ended(3);
		const wrong = await app.post(`${home}/report`, { people: "37", words: "Kept words" });
		expect([wrong.status, (await wrong.text()).includes("Kept words")]).toEqual([422, true]);
		expect((await app.post(`${home}/report`, { people: "1000", words: "" })).status).toBe(303);
	});
});

describe("a photo", () => {
	test("that is taken away is gone with the next request, and its bytes with it", async () => {
		const { home, page, id, slug } = await ended(3);
		for (const format of ["png", "webp"] as const)
			expect((await upload(home, await plantedPhoto(format), { alternative: `As ${format}` })).status).toBe(303);
		await decide(id, "show");
		const [first = "", second = ""] = await photoIds(id);
		const file = (photo: string) => `/pickets/${slug}/photos/${photo}.webp`;
		expect((await app.get(file(first))).status).toBe(200);
		expect((await desk.post("/organise/campaigns/zhanaozen/photos", { photo: first })).status).toBe(303);
		expect((await app.get(file(first))).status).toBe(404);
		const photos = (await read(`${page}/photos`)).text;
		expect([photos.includes(first), photos.includes(second)]).toEqual([false, true]);
		const { rows } = await sql`select state, bytes from picket_photos where id = ${first}`.execute(app.owner);
		expect(rows).toEqual([{ state: "refused", bytes: null }]);
		const acts = await app.owner
			.selectFrom("audit_log")
			.where("act", "=", "photo.refused")
			.where("about", "=", first)
			.select("actor")
			.execute();
		expect(acts.length).toBe(1);
		const remove = new FormData();
		remove.set("remove", second);
		await fetch(`${app.origin}${home}/photos`, { method: "POST", body: remove, redirect: "manual" });
		expect((await app.get(file(second))).status).toBe(404);
	});

	test("is the desk's of its own campaign alone, and another host's is nobody's", async () => {
		const { home, id } = await ended(3);
		await upload(home, await plantedPhoto("jpeg"));
		const [photo = ""] = await photoIds(id);
		await app.owner
			.insertInto("campaigns")
			.values({ slug: "elsewhere", zone: "Asia/Aqtau", day: "2026-12-16", key_sealed: Buffer.alloc(8) })
			.execute();
		const stranger = await signIn(app, await makeOrganiser(app, { campaign: "elsewhere", roles: ["moderator"] }));
		const there = "/organise/campaigns/elsewhere/photos";
		expect((await stranger.get(`${there}/${photo}`)).status).toBe(404);
		expect((await stranger.post(there, { photo })).status).toBe(404);
		expect((await stranger.get(`/organise/campaigns/zhanaozen/photos/${photo}`)).status).toBe(404);
		expect((await app.get(`/organise/campaigns/zhanaozen/photos/${photo}`)).status).toBe(303);
		const { home: another } = await ended(3);
		expect((await app.get(`${another}/photos/${photo}`)).status).toBe(404);
		const own = await app.get(`${home}/photos/${photo}`);
		expect([own.status, own.headers.get("Cache-Control")]).toEqual([200, "private, no-store"]);
	});

	test("that cannot be taken says why beside its field, in the reader's language, and keeps what was typed", async () => {
		const { hostToken } = await ended(3);
		const heic = Buffer.from("\0\0\0\x24ftypheic\0\0\0\0mif1heic");
		for (const locale of locales) {
			const answer = await upload(`/${locale}/host/${hostToken}`, heic, { alternative: "Words that stay" });
			const html = await answer.text();
			expect([locale, answer.status]).toEqual([locale, 422]);
			const reason = translator(locale)("picket.photo.refused.heic");
			expect(html).toContain(`id="photo-error">${reason}</p>`);
			expect(html).toContain("Words that stay");
		}
		const unsaid = await upload(`/en/host/${hostToken}`, await plantedPhoto("jpeg"), { agreed: "", alternative: "" });
		const html = await unsaid.text();
		expect([unsaid.status, html.includes('id="agreed-error"'), html.includes('id="alternative-error"')]).toEqual([
			422,
			true,
			true,
		]);
	});

	test("comes to its own address alone, and no larger than a form may be there", async () => {
		const { home } = await ended(3);
		const form = new FormData();
		form.set("photo", new Blob(["x"]));
		expect((await fetch(`${app.origin}${home}/report`, { method: "POST", body: form })).status).toBe(415);
		expect((await upload(home, Buffer.alloc(17 * 1024 * 1024))).status).toBe(413);
		const over = await upload(home, Buffer.concat([await plantedPhoto("jpeg"), Buffer.alloc(12 * 1024 * 1024)]));
		expect([over.status, (await over.text()).includes("larger than 12 MB")]).toEqual([422, true]);
	});

	test("is one of ten, however many come at once; with ten the page of the picket is as light as without", async () => {
		const { id, hostToken, home, page } = await ended(3);
		const host = await findHost(app.db, keys, hostToken);
		if (!host) throw new Error("the host is not found");
		const photo = { bytes: Buffer.from("some bytes"), width: 10, height: 10, alternative: "One of many" };
		const added = await Promise.all(Array.from({ length: 14 }, () => addPhoto(app.db, keys, host, photo)));
		expect(added.filter((one) => one === "added").length).toBe(10);
		expect((await upload(home, await plantedPhoto("jpeg"))).status).toBe(422);
		await decide(id, "show");
		const html = (await read(page)).text;
		expect(html).toContain("10 photos (1 kB)");
		expect(Buffer.byteLength(html)).toBeLessThan(60_000);
		expect(html).not.toContain("<img");
	});
});

describe("the same next year", () => {
	test("is made once, is read like any other, and takes nobody along but its host, under a key of its own", async () => {
		const { home, id, host, hostToken } = await ended(3);
		await sql`insert into picket_rsvps (picket_id, party, state, locale, token_hash)
			values (${id}, 3, 'going', 'en', ${randomBytes(32)})`.execute(app.owner);
		expect((await read(home)).text).toContain("Make it for next year");
		const answers = await Promise.all([1, 2].map(() => app.post(home, { intent: "again" })));
		const [path = "", again] = answers.map(({ headers }) => headers.get("Location") ?? undefined);
		expect(again).toBe(path);
		expect((await read(home)).text).toContain(path);
		const made = await findHost(app.db, keys, path.split("/").at(-1) ?? "");
		const before = await findWhole(app.db, keys, id);
		expect(made?.state).toBe("active");
		expect(made?.sealed?.email).toBe(host);
		expect(made?.picket.state).toBe("waiting");
		expect(made?.picket.facts).toEqual({
			...before?.facts,
			startsLocal: "2027-12-16T12:00",
			endsLocal: "2027-12-16T14:00",
		});
		const newId = made?.picket.id ?? "";
		const { rows } = await sql<{ rsvps: number; hosts: number; prints: number; items: number }>`select
			(select count(*)::int from picket_rsvps where picket_id = ${newId}) as rsvps,
			(select count(*)::int from picket_hosts where picket_id = ${newId}) as hosts,
			(select count(distinct fingerprint)::int from picket_hosts where picket_id in (${id}, ${newId})) as prints,
			(select count(*)::int from review_items where kind = 'picket' and subject_id = ${newId}) as items`.execute(
			app.owner,
		);
		expect(rows).toEqual([{ rsvps: 0, hosts: 1, prints: 2, items: 1 }]);
		expect((await read(path)).text).toContain("A moderator will read it.");
		expect(hostToken).not.toBe(path.split("/").at(-1));
	});

	test("is listed at once where the host is trusted, and impossible before the end or once the host's address is gone", async () => {
		const { home, id, host, campaignId } = await ended(3);
		await trustHost(app.db, keys, campaignId, host, "listed before");
		const path = (await app.post(home, { intent: "again" })).headers.get("Location") ?? "";
		expect((await findHost(app.db, keys, path.split("/").at(-1) ?? ""))?.picket.state).toBe("listed");
		const running = await ended(-1);
		expect((await read(running.home)).text).not.toContain("Make it for next year");
		expect((await app.post(running.home, { intent: "again" })).status).toBe(409);
		await app.owner.deleteFrom("picket_hosts").where("picket_id", "=", id).execute();
		expect((await app.post(home, { intent: "again" })).status).toBe(404);
	});
});
