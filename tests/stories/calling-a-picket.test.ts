import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kinds } from "#app/organise/moderation/kinds.ts";
import { decidePicket } from "#app/pickets/hosting/decide.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { callPicket, hostLink, plainFields } from "#tests/support/picket-form.ts";
import { mailTo } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" }, undefined, () => new Date("2026-11-22T12:00Z"));
});
afterAll(() => app.stop());

const called = (title: string) =>
	app.owner.selectFrom("pickets").where("title", "=", title).selectAll().executeTakeFirstOrThrow();
const waiting = (subject: string) =>
	app.owner
		.selectFrom("review_items")
		.where("subject_id", "=", subject)
		.where("state", "<>", "decided")
		.select(["kind", "flags"])
		.execute();
const decide = (id: string, decision: "list" | "list-and-trust" | "link-only" | "refuse") =>
	app.owner.transaction().execute((trx) => decidePicket(trx, readKeyRing(app.settings.SECRET_KEYS), id, decision));
/** Calls a picket, verifies it, and gives its row, its host's page and its secret link. */
async function verified(title: string, email: string, fields: Record<string, string> = {}) {
	await callPicket(app, { ...fields, title, email });
	const link = await hostLink(app, email);
	await app.post(link, { intent: "verify" });
	const page = await (await app.get(link)).text();
	const [secret = ""] = /\/en\/unlisted\/[a-z2-7]{32}/.exec(page) ?? [];
	return { link, secret, page, picket: await called(title) };
}

describe("an organiser calls a picket", () => {
	test("in each language: post, mail, page, button, moderator, and everybody finds it", async () => {
		for (const locale of ["en", "ru", "kk"]) {
			const [title, email] = [`Called in ${locale}`, `caller-${locale}@example.org`];
			const posted = await callPicket(app, { title, email }, locale);
			expect([posted.status, posted.headers.get("Location")]).toEqual([303, `/${locale}/pickets/new/check-your-email`]);
			expect((await app.get(`/${locale}/pickets/new/check-your-email`)).status).toBe(200);
			const mail = await mailTo(app, email);
			for (const words of [title, plainFields.organisation, plainFields.meeting_point])
				expect(mail.text + mail.html + mail.subject).not.toContain(words);

			const link = await hostLink(app, email);
			expect(link).toMatch(new RegExp(`^/${locale}/host/`));
			expect(await (await app.get(link)).text()).toContain(title);
			const { id, slug } = await called(title);
			expect([(await called(title)).state, await waiting(id)]).toEqual(["unverified", []]);

			expect((await app.post(link, { intent: "verify" })).status).toBe(303);
			expect([(await called(title)).state, (await waiting(id)).map(({ kind }) => kind)]).toEqual([
				"waiting",
				["picket"],
			]);
			expect((await app.get(`/${locale}/pickets/${slug}`)).status).toBe(404);

			await decide(id, "list");
			expect((await app.get(`/${locale}/pickets/${slug}`)).status).toBe(200);
			const listed = await mailTo(app, email, 2);
			expect(listed.text).toContain(`/${locale}/pickets/${slug}`);
			expect(listed.text).toContain(link);
		}
	});

	test("and can show it by a secret link before a moderator has read it, in no list and for no search engine", async () => {
		const { secret, picket } = await verified("Seen by few", "few@example.org");
		const page = await app.get(secret);
		expect([page.status, page.headers.get("X-Robots-Tag"), page.headers.get("Cache-Control")]).toEqual([
			200,
			"noindex",
			"private, no-store",
		]);
		expect(await page.text()).toContain("Seen by few");
		for (const path of ["/en/pickets", "/pickets.ics", "/pickets.atom", "/pickets.json", "/sitemap.xml"])
			expect(await (await app.get(path)).text(), path).not.toContain(picket.slug);
		await decide(picket.id, "refuse");
		expect((await app.get(secret)).status).toBe(404);
		expect((await mailTo(app, "few@example.org", 2)).text).toContain("/en/contact");
	});

	test("and what is not in order comes back with all that was typed", async () => {
		const posted = await callPicket(app, { title: "Kept as typed", date: "2027-03-28", begin: "01:30" });
		const page = await posted.text();
		expect(posted.status).toBe(422);
		for (const words of ["Kept as typed", "01:30 does not exist on 28 March 2027", plainFields.description])
			expect(page).toContain(words);
		expect(await app.owner.selectFrom("pickets").where("title", "=", "Kept as typed").select("id").execute()).toEqual(
			[],
		);
	});

	test("and chooses the city that was meant", async () => {
		const fields = { title: "Which city", email: "city@example.org", place: "", city: "Springfield" };
		const asked = await (await callPicket(app, fields)).text();
		const [, id = ""] = /id="city_id-(\d+)"/.exec(asked) ?? [];
		expect((await callPicket(app, { ...fields, city_id: id })).status).toBe(303);
	});

	test("but not inside a closed country", async () => {
		const posted = await callPicket(app, { title: "Inside", place: "", city: "Жанаозен" });
		expect(posted.status).toBe(422);
		const form = await (await app.get("/en/pickets/new")).text();
		expect(form).toContain("Kazakhstan");
		expect(form).not.toMatch(/candle|postcard/i);
		expect(Buffer.byteLength(form)).toBeLessThan(60_000);
	});

	test("and what a machine fills in costs nobody a mail", async () => {
		const posted = await callPicket(app, { title: "By a bot", homepage: "https://spam.example" });
		expect(posted.status).toBe(303);
		expect(await app.owner.selectFrom("pickets").where("title", "=", "By a bot").select("id").execute()).toEqual([]);
	});

	test("and a campaign that is not open yet takes none", async () => {
		const posted = await callPicket(app, { campaign: "no-such-campaign" });
		expect(posted.status).toBe(409);
	});
});

describe("a trusted host", () => {
	test("is listed at once and read after, unless everything new is held", async () => {
		const first = await verified("First of a trusted one", "trusted@example.org");
		await decide(first.picket.id, "list-and-trust");
		await mailTo(app, "trusted@example.org", 2);
		await callPicket(app, { title: "Second", email: "trusted@example.org" });
		await app.post(await hostLink(app, "trusted@example.org", 3), { intent: "verify" });
		const second = await called("Second");
		expect([second.state, (await waiting(second.id)).length]).toEqual(["listed", 1]);

		await app.owner
			.insertInto("campaign_moderation")
			.values({ campaign_id: second.campaign_id, hold_new: true })
			.execute();
		await callPicket(app, { title: "Third", email: "trusted@example.org" });
		await app.post(await hostLink(app, "trusted@example.org", 4), { intent: "verify" });
		expect((await called("Third")).state).toBe("waiting");
		await app.owner.deleteFrom("campaign_moderation").execute();
	});
});

describe("a moderator", () => {
	test("reads all that a host wrote, and a filter's finds take two persons", async () => {
		const { picket } = await verified("Call us", "phone@example.org", {
			description: "Call +1 555 010 0199 for the place.",
			meeting_point: "12 Sample Street, at the gate",
		});
		expect(await waiting(picket.id)).toEqual([{ kind: "picket", flags: ["phone"] }]);
		const context = { ...app, keys: readKeyRing(app.settings.SECRET_KEYS) };
		const view = await kinds.picket?.view(context as never, picket.campaign_id, picket.id, "en");
		expect(JSON.stringify(view)).toContain("12 Sample Street");
		expect(await kinds.picket?.view(context as never, picket.campaign_id + 999, picket.id, "en")).toBeNull();
	});
});

describe("where people meet", () => {
	test("is in clear nowhere when not everybody may know it", async () => {
		const point = "Canary Corner 4711";
		const { picket, secret } = await verified("Hidden", "hidden@example.org", {
			meeting_point: point,
			address_level: "joined",
		});
		await decide(picket.id, "list");
		const rows = await app.owner.selectFrom("pickets").selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(point);
		for (const path of [
			secret,
			`/en/pickets/${picket.slug}`,
			"/en/pickets",
			"/pickets.json",
			`/pickets/${picket.slug}.ics`,
		])
			expect(await (await app.get(path)).text(), path).not.toContain(point);
		expect(app.logged.join()).not.toContain(point);
	});
});
