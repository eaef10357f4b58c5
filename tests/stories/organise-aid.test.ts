import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultOf } from "#app/fund/paying/vault.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { type AidHouse, plantFamily, plantRequest } from "#tests/support/aid.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

// The desk of money out: who comes to which page, and that a name is nowhere but where somebody has just looked at it.

const aid = "/organise/campaigns/zhanaozen/fund/aid";
const secret = "Sample Name Of The Desk";
let app: TestApp;
let treasurer: SignedInClient;
let member: SignedInClient;
let family: string;
let request: string;
beforeAll(async () => {
	app = await startApp();
	const people = await Promise.all([
		makeOrganiser(app, { roles: ["treasurer"] }),
		makeOrganiser(app, { roles: ["committee"] }),
	]);
	[treasurer, member] = (await Promise.all(people.map((one) => signIn(app, one)))) as [SignedInClient, SignedInClient];
	const { id } = await app.owner
		.selectFrom("campaigns")
		.where("slug", "=", "zhanaozen")
		.select("id")
		.executeTakeFirstOrThrow();
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	const house: AidHouse = {
		...app,
		keys,
		secretKeys: app.settings.SECRET_KEYS,
		vault: vaultOf({ keys, settings: app.settings }),
		fund: { id, slug: "zhanaozen" },
		close: async () => undefined,
	};
	family = await plantFamily(house, people[0]?.id ?? "", secret);
	request = await plantRequest(house, people[0]?.id ?? "", family);
});
afterAll(() => app.stop());

const pages = () => [
	aid,
	`${aid}/new?person=${family}`,
	`${aid}/rules`,
	`${aid}/people`,
	`${aid}/people/new`,
	`${aid}/people/${family}`,
	`${aid}/people/${family}/checks`,
	`${aid}/${request}`,
	`${aid}/${request}/receipt`,
];

test("treasurer and committee come to every page, an auditor to the list alone, the others to none", async () => {
	for (const [roles, allowed] of [
		[["auditor"], [aid]],
		[["administrator", "moderator", "writer", "translator"], []],
	] as const) {
		const client = await signIn(app, await makeOrganiser(app, { roles }));
		for (const page of pages())
			expect([page, (await client.get(page)).status]).toEqual([
				page,
				(allowed as readonly string[]).includes(page) ? 200 : 403,
			]);
	}
	for (const who of [treasurer, member])
		for (const page of pages()) expect([page, (await who.get(page)).status]).toEqual([page, 200]);
	expect((await app.get(aid)).status).toBe(303);
	for (const gone of [`${aid}/people/none`, `${aid}/00000000-0000-0000-0000-000000000000`])
		expect((await treasurer.get(gone)).status).toBe(404);
});

describe("a name", () => {
	test("is shown to who says why, with a fresh second factor, and written down without it", async () => {
		const page = `${aid}/people/${family}`;
		expect(await (await member.post(page, { intent: "look", reason: "check" })).text()).toContain(secret);
		expect((await member.post(page, { intent: "look", reason: "curious" })).status).toBe(422);
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
		const stale = await member.post(page, { intent: "look", reason: "check" });
		expect([stale.status, stale.headers.get("Location")?.startsWith("/organise/step-up")]).toEqual([303, true]);
		await sql`update organiser_sessions set stepped_up_at = now()`.execute(app.owner);
		const { rows } = await sql<{ about: string; figures: object }>`
			select about, figures from audit_log where act = 'beneficiary.looked-at'`.execute(app.owner);
		expect(rows).toEqual([{ about: family, figures: { reason: "check" } }]);
	});

	test("is in no log, and in no mail to the committee", async () => {
		const before = await sql`select from email_deliveries`.execute(app.owner).then(({ rows }) => rows.length);
		const asked = await treasurer.post(`${aid}/new`, {
			person: family,
			category: "medical",
			currency: "EUR",
			amount: "12.50",
		});
		expect(asked.status).toBe(303);
		expect(asked.headers.get("Location")).toMatch(/\/fund\/aid\/[0-9a-f-]{36}$/);
		const after = await sql`select from email_deliveries`.execute(app.owner).then(({ rows }) => rows.length);
		// The committee's one member with a mailbox hears that something waits.
		expect(after).toBe(before + 1);
		const { rows } = await sql<{ row: string }>`select t::text as row from audit_log t`.execute(app.owner);
		expect([app.logged.join(), rows.map(({ row }) => row).join()].join()).not.toContain(secret);
		expect(app.logged.join()).not.toContain(family);
	});
});

test("the page says why somebody cannot act", async () => {
	const page = await (await treasurer.get(`${aid}/${request}`)).text();
	expect(page).toContain("That is for another role.");
	const answer = await treasurer.post(`${aid}/${request}`, { intent: "approve" });
	expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("That is for another role.")]);
	expect((await treasurer.post(`${aid}/${request}`, { intent: "none" })).status).toBe(404);
	expect((await treasurer.post(`${aid}/${request}`, { intent: "cancel" })).status).toBe(422);
	// Nor is a receipt opened without a reason.
	expect((await treasurer.post(`${aid}/${request}/receipt/file`, {})).status).toBe(404);
});

test("what the committee decides by is one person's to write, and the committee hears of it", async () => {
	const waits = async () => (await sql`select from email_deliveries`.execute(app.owner)).rows.length;
	const before = await waits();
	const rules = { criteria: "The same for all", cap: "500", cap_currency: "EUR", keep_days: "180" };
	expect((await treasurer.post(`${aid}/rules`, rules)).status).toBe(303);
	expect(await waits()).toBe(before + 1);
});

test("every page is valid, in the reader's language, and names nobody", async () => {
	const html = new Map<string, string>();
	await sql`update organisers set locale = 'kk'`.execute(app.owner);
	for (const page of pages()) {
		const text = await (await member.get(page)).text();
		expect(text).toContain('<html lang="kk"');
		expect(text).not.toContain(secret);
		html.set(page, text);
	}
	await sql`update organisers set locale = 'en'`.execute(app.owner);
	expect(checkHtml(html)).toEqual([]);
});
