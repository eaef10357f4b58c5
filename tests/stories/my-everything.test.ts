import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { everythingHeld, type Held } from "#app/my/held.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { addressKey } from "#emails/address-key.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { askForLink, myLink } from "#tests/support/my.ts";
import { plantEverything, plantedWords } from "#tests/support/plant-everything.ts";
import { count, signAndConfirm } from "#tests/support/signing.ts";
import { unsealed } from "#tests/support/unsealed.ts";

// One of everything that can be held under an address, in every room, is shown to who reads its mail, and erased at once.

const email = "planted-everywhere@example.org";
const neighbour = "planted-neighbour@example.org";
let app: TestApp;
let keys: KeyRing;
let link: string;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
	keys = readKeyRing(app.settings.SECRET_KEYS);
	await plantEverything(app, keys, neighbour);
	await sql`update email_messages set status = 'sending'`.execute(app.owner);
	await plantEverything(app, keys, email);
	link = await myLink(app, email);
});
afterAll(() => app.stop());

const held = async (of = email): Promise<Held> =>
	everythingHeld(app.db, keys, await addressKey(app.db, keys), of, "en");
const sizes = ({ petitions, updates, endorsements, pickets }: Held) => ({
	signatures: petitions.signatures.length,
	submissions: petitions.submissions.length,
	subscriptions: updates.filter(({ subscription }) => subscription).length,
	endorsements: endorsements.length,
	rsvps: pickets.rsvps.length,
	hosts: pickets.hosts.length,
	trusted: pickets.trusted.length,
});
const oneOfEach = { signatures: 1, submissions: 1, subscriptions: 1, endorsements: 1, rsvps: 2, hosts: 1, trusted: 1 };

test("every thing is found: words, days, who sees it, what was agreed to, word for word", async () => {
	const found = await held();
	expect(sizes(found)).toEqual(oneOfEach);
	const [signature] = found.petitions.signatures;
	expect(signature).toMatchObject({ email, ...plantedWords, visibility: "public", linePublic: true, country: "GB" });
	const { rows } = await sql<{ text: string }>`
		select text from consent_texts where locale = 'en' and purpose in ('count', 'public')
			and version = (select max(version) from consent_texts t where t.purpose = consent_texts.purpose)`.execute(
		app.owner,
	);
	expect(signature?.agreed.map(({ text }) => text).sort()).toEqual(rows.map(({ text }) => text).sort());
	expect(found.updates[0]?.subscription?.agreed).toMatchObject([{ purpose: "updates", locale: "en" }]);
	expect(found.mails).toMatchObject({ stopped: [{ reason: "asked", scope: "bulk" }], links: 1 });
	expect(found.mails.unsent.map(({ kind }) => kind)).toEqual(
		expect.arrayContaining(["confirm-signature", "confirm-rsvp", "confirm-endorsement"]),
	);
});

test("the page shows it in every language, and is sound HTML", async () => {
	const pages = new Map<string, string>();
	for (const locale of locales) {
		const path = link.replace("/en/", `/${locale}/`);
		const page = await (await app.get(path)).text();
		for (const word of [...Object.values(plantedWords), email, "Planted picket", "Planted branch", "Planted secretary"])
			expect([locale, page]).toEqual([locale, expect.stringContaining(word)]);
		const inner = [...page.matchAll(new RegExp(`href="(${path}/[^"]+)"`, "g"))].map(([, href = ""]) => href);
		expect(inner.length).toBeGreaterThan(6);
		pages.set(path, page);
		for (const href of [
			`/${locale}/my`,
			`/${locale}/my/check-your-email`,
			...inner.filter((one) => !one.endsWith(".json")),
		]) {
			const answer = await app.get(href);
			expect([href, answer.status]).toEqual([href, 200]);
			pages.set(href, await answer.text());
		}
	}
	for (const page of pages.values()) expect(page).not.toMatch(/ style="|<script/);
	expect(checkHtml(pages)).toEqual([]);
});

test("the file has all of it and no link that acts, and is kept by nobody", async () => {
	const answer = await app.get(`${link}/data.json`);
	expect([answer.status, answer.headers.get("Cache-Control"), answer.headers.get("Content-Disposition")]).toEqual([
		200,
		"private, no-store",
		'attachment; filename="data.json"',
	]);
	const text = await answer.text();
	const file = JSON.parse(text);
	expect(file).toMatchObject({ format: "yntymaq.my/1", email });
	for (const [name, n] of Object.entries(oneOfEach)) expect([name, file[name].length]).toEqual([name, n]);
	expect(text).not.toMatch(/"[a-z2-7]{32}"/);
});

test("no file is offered where anything may come from somebody at risk", async () => {
	for (const [at, fields] of [
		["risk@example.org", { at_risk: "on" }],
		["nowhere@example.org", { country: "ZZ", visibility: "counted" }],
	] as const) {
		await sql`update email_messages set status = 'sending' where kind = 'confirm-signature'`.execute(app.owner);
		await signAndConfirm(app, at, fields);
		const theirs = await myLink(app, at);
		expect(await (await app.get(theirs)).text()).not.toContain("data.json");
		expect((await app.get(`${theirs}/data.json`)).status).toBe(409);
	}
	await sql`update email_messages set status = 'paused' where kind = 'confirm-signature'`.execute(app.owner);
});

test("erasing everything leaves nothing of it in any room, takes one off the count, and ends every link; others stay", async () => {
	await askForLink(app, email);
	const [before, erased] = [await count(app), await app.owner.selectFrom("erasures").selectAll().execute()];
	const asked = await app.get(`${link}/erase`);
	expect([asked.status, (await asked.text()).match(/<button/g)?.length]).toEqual([200, 1]);
	expect(sizes(await held())).toEqual(oneOfEach);

	expect((await app.post(`${link}/erase`, {})).status).toBe(200);
	expect(Object.values(sizes(await held()))).toEqual(Array(7).fill(0));
	expect((await unsealed(app.owner, keys)).filter((text) => text.includes(email))).toEqual([]);
	expect((await held()).mails).toMatchObject({ unsent: [], links: 0, stopped: [{ reason: "asked" }] });
	expect(await count(app)).toBe(before - 1);
	expect(sizes(await held(neighbour))).toEqual(oneOfEach);
	const ledger = (await app.owner.selectFrom("erasures").selectAll().orderBy("id").execute()).slice(erased.length);
	expect(ledger.map(({ about }) => about).sort()).toEqual(
		["endorsement", "host", "rsvp", "rsvp", "signature", "submission", "subscription"].sort(),
	);
	expect([(await app.get(link)).status, (await app.post(`${link}/erase`, {})).status]).toEqual([404, 404]);
	expect(await count(app)).toBe(before - 1);
});
