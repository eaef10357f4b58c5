import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type Organiser, signIn } from "#tests/support/organiser.ts";
import { signAndConfirm } from "#tests/support/signing.ts";

let app: TestApp;
let identity: string;
let anna: Organiser;
let boris: Organiser;
beforeAll(async () => {
	identity = await generateIdentity();
	app = await startApp({ COMMITTEE_KEY: await identityToRecipient(identity) });
	anna = await makeOrganiser(app, { name: "Anna of the tests" });
	boris = await makeOrganiser(app, { roles: ["auditor"] });
	await signAndConfirm(app, "one@example.org", {
		visibility: "public",
		name: "Sample One",
		town: "Town, with comma",
	});
	await signAndConfirm(app, "two@example.org", { visibility: "addressee", name: 'Quoted "Sample"' });
	await signAndConfirm(app, "three@example.org", { name: "Ignored Sample", town: "Nowhere" });
	await signAndConfirm(app, "four@example.org", { visibility: "public", name: "Careful Sample", at_risk: "on" });
});
afterAll(() => app.stop());

/** Asked for by Anna, agreed to by Boris, and performed. */
async function agreed(): Promise<string> {
	const [one, other] = [await signIn(app, anna), await signIn(app, boris)];
	const asked = await one.post("/organise/approvals", {
		action: "signatories.export",
		campaign: "zhanaozen",
		subject: "zhanaozen",
	});
	expect(asked.status).toBe(303);
	const page = await (await other.get("/organise/approvals")).text();
	const id = /name="id" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? "";
	expect(page).toContain("2 people who chose to be named to the addressees, and 2 only as a number");
	expect((await other.post("/organise/approvals", { intent: "agree", id })).status).toBe(303);
	await vi.waitFor(
		async () => {
			const row = await app.owner.selectFrom("approvals").select("state").where("id", "=", id).executeTakeFirst();
			expect(row?.state).toBe("done");
		},
		{ timeout: 10_000, interval: 20 },
	);
	return id;
}

async function opened(sealed: ArrayBuffer): Promise<string> {
	const decrypter = new Decrypter();
	decrypter.addIdentity(identity);
	return Buffer.from(await decrypter.decrypt(new Uint8Array(sealed))).toString();
}

describe("the names that a petition is handed in with", () => {
	test("are exactly those who chose so, sealed to the committee, and the log has how many", async () => {
		const id = await agreed();
		const browser = await signIn(app, anna);
		const answer = await browser.post(`/organise/approvals/${id}/signatories`, {});
		expect(answer.status).toBe(200);
		expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="zhanaozen-signatories.csv.age"');
		expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
		const csv = await opened(await answer.arrayBuffer());
		const [head, ...lines] = csv.trimEnd().split("\r\n");
		expect(head).toBe("\ufeffname,town,visibility,people");
		expect(lines.slice(0, -1).sort()).toEqual([
			'"Quoted ""Sample""",,addressee,1',
			'Sample One,"Town, with comma",public,1',
		]);
		expect(lines.at(-1)).toBe(",,counted,2");
		const { figures } = await app.owner
			.selectFrom("audit_log")
			.select("figures")
			.where("act", "=", "signatories.exported")
			.executeTakeFirstOrThrow();
		expect(figures).toEqual({ named: 2, counted: 2, file: "sealed" });
	});

	test("are for who asked, with a fresh second factor, for one day", async () => {
		const id = await agreed();
		const address = `/organise/approvals/${id}/signatories`;
		const other = await makeOrganiser(app);
		expect((await (await signIn(app, other)).post(address, {})).status).toBe(404);
		expect((await (await signIn(app, boris)).post(address, {})).status).toBe(403);
		expect((await app.post(address, {}, { Origin: app.origin })).headers.get("Location")).toContain(
			"/organise/sign-in",
		);
		const browser = await signIn(app, anna);
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
		expect((await browser.post(address, {})).headers.get("Location")).toContain("/organise/step-up");
		const fresh = await signIn(app, anna);
		await sql`update approvals set ended_at = now() - interval '25 hours' where id = ${id}`.execute(app.owner);
		expect((await fresh.post(address, {})).status).toBe(404);
		// Asking and agreeing want it too; refusing has to be quick.
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
		const posts: Record<string, string>[] = [
			{ action: "keys.rotate", subject: "all" },
			{ intent: "agree", id },
		];
		for (const fields of posts)
			expect((await fresh.post("/organise/approvals", fields)).headers.get("Location")).toContain("/organise/step-up");
		expect((await fresh.post("/organise/approvals/refusals", { id })).headers.get("Location")).toBe(
			"/organise/approvals",
		);
	});
});

test("a download that fails half-way is cut off: nobody takes it for whole", async () => {
	const id = await agreed();
	const [damaged] = await app.owner.selectFrom("signatures").select("id").where("sealed", "is not", null).execute();
	await sql`update signatures set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ${damaged?.id}`.execute(
		app.owner,
	);
	const browser = await signIn(app, anna);
	const read = async () => (await browser.post(`/organise/approvals/${id}/signatories`, {})).arrayBuffer();
	await expect(read()).rejects.toThrow();
	await sql`update signatures set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ${damaged?.id}`.execute(
		app.owner,
	);
});

describe("the log's page", () => {
	test("tells in words who did what, page by page, and downloads as lines of JSON", async () => {
		await sql`
			insert into audit_log (actor, act, campaign_id, about)
			select ${anna.id}, 'role.granted', (select id from campaigns where slug = 'zhanaozen'), 'about-' || n
			from generate_series(1, 120) n`.execute(app.owner);
		const browser = await signIn(app, boris);
		const first = await (await browser.get("/organise/audit")).text();
		expect(first).toContain("Gave a role");
		expect(first).toContain("Anna of the tests");
		expect(first).toContain("about-120");
		expect(first).not.toContain("about-1<");
		const next = /href="(\/organise\/audit\?below=\d+)"/.exec(first)?.[1] ?? "";
		const second = await (await browser.get(next)).text();
		expect(second).toContain("about-70");
		expect(second).not.toContain("about-71");

		const file = await browser.post("/organise/audit/lines", {});
		const rows = (await file.text())
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line) as { seq: number; act: string });
		expect(rows.filter(({ act }) => act === "role.granted").length).toBeGreaterThanOrEqual(120);
		expect(rows.at(-1)?.act).toBe("audit.downloaded");
		expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).sort((a, b) => a - b));
	});

	test("has nothing of a campaign in which its reader is no auditor", async () => {
		await sql`
			with c as (insert into campaigns (slug, zone, day, key_sealed) values ('elsewhere', 'Asia/Almaty', '2026-12-16', '\\x01')
				returning id)
			insert into audit_log (actor, act, campaign_id, about) select gen_random_uuid(), 'role.granted', id, 'of-elsewhere' from c`.execute(
			app.owner,
		);
		const browser = await signIn(app, boris);
		expect(await (await browser.get("/organise/audit")).text()).not.toContain("of-elsewhere");
		expect(await (await browser.post("/organise/audit/lines", {})).text()).not.toContain("of-elsewhere");
	});
});

describe("the page of people", () => {
	const page = "/organise/campaigns/zhanaozen/people";

	test("has names for auditors, addresses and buttons for administrators, and nothing for the others", async () => {
		const auditor = await makeOrganiser(app, { roles: ["auditor"] });
		const seen = await (await (await signIn(app, auditor)).get(page)).text();
		expect(seen).toContain("Anna of the tests");
		expect(seen).not.toContain(anna.email);
		expect(seen).not.toContain('name="intent"');
		const writer = await makeOrganiser(app, { roles: ["writer"] });
		expect((await (await signIn(app, writer)).get(page)).status).toBe(403);
		const posted = await (await signIn(app, writer)).post(page, {
			intent: "grant",
			organiser: writer.id,
			role: "administrator",
		});
		expect(posted.status).toBe(403);
		expect(await (await (await signIn(app, anna)).get(page)).text()).toContain(boris.email);
	});

	test("invites, keeps what was typed when something is missing, and changes roles", async () => {
		const browser = await signIn(app, anna);
		const wrong = await browser.post(page, { intent: "invite", email: "no address", locale: "ru" });
		expect(wrong.status).toBe(422);
		expect(await wrong.text()).toMatch(/value="no address"/);
		const invited = await browser.post(page, {
			intent: "invite",
			email: "new@example.org",
			locale: "ru",
			"role-writer": "on",
		});
		expect([invited.status, invited.headers.get("Location")]).toEqual([303, page]);
		expect(await (await browser.get(page)).text()).toContain("new@example.org");
		const last = await browser.post(page, { intent: "revoke", organiser: "nobody", role: "writer" });
		expect(last.status).toBe(422);
		const granted = await browser.post(page, { intent: "grant", organiser: boris.id, role: "treasurer" });
		expect(granted.status).toBe(303);
		expect(await (await browser.get(page)).text()).toContain("Auditor · Treasurer");
	});
});
