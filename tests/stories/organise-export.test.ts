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

const page = "/organise/campaigns/zhanaozen/petitions/zhanaozen/hand-in";
const csv = (list: number) => ({ list: String(list), place: "1", language: "en", format: "csv" });

/** Asked for by Anna, agreed to by Boris, and performed; gives the list's number. */
async function frozen(): Promise<number> {
	const [one, other] = [await signIn(app, anna), await signIn(app, boris)];
	const asked = await one.post("/organise/approvals", {
		action: "handin.freeze",
		campaign: "zhanaozen",
		subject: "zhanaozen",
	});
	expect(asked.status).toBe(303);
	const waiting = await (await other.get("/organise/approvals")).text();
	const id = /name="id" value="([0-9a-f-]{36})"/.exec(waiting)?.[1] ?? "";
	expect(waiting).toContain("2 people who chose to be named to the addressees, and 2 only as a number");
	expect((await other.post("/organise/approvals", { intent: "agree", id })).status).toBe(303);
	return vi.waitFor(
		async () => {
			const made = app.owner.selectFrom("handins").select("number").where("approval_id", "=", id);
			return (await made.executeTakeFirstOrThrow()).number;
		},
		{ timeout: 10_000, interval: 20 },
	);
}

async function opened(sealed: ArrayBuffer): Promise<string> {
	const decrypter = new Decrypter();
	decrypter.addIdentity(identity);
	return Buffer.from(await decrypter.decrypt(new Uint8Array(sealed))).toString();
}

describe("the names that a petition is handed in with", () => {
	test("are exactly those who chose so, sealed to the committee, and the log has how many", async () => {
		const list = await frozen();
		const browser = await signIn(app, anna);
		expect(await (await browser.get(page)).text()).toContain("Everything with its manifest (ZIP)");
		const answer = await browser.post(`${page}/files`, csv(list));
		expect(answer.status).toBe(200);
		expect(answer.headers.get("Content-Disposition")).toBe(`attachment; filename="zhanaozen-${list}-1.csv.age"`);
		expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
		const [head, ...lines] = (await opened(await answer.arrayBuffer())).trimEnd().split("\r\n");
		expect(head).toBe("\ufeffnumber,name,town,country,show,version");
		expect(lines.map((line) => line.slice(2)).sort()).toEqual([
			'"Quoted ""Sample""",,GB,addressee,1',
			'Sample One,"Town, with comma",GB,public,1',
		]);
		const { figures, about } = await app.owner
			.selectFrom("audit_log")
			.select(["figures", "about"])
			.where("act", "=", "handin.exported")
			.executeTakeFirstOrThrow();
		expect([about, figures]).toEqual([
			`zhanaozen/${list}`,
			{ place: 1, format: "csv", language: "en", rows: 2, file: "sealed" },
		]);
		const { state } = await app.owner
			.selectFrom("handins")
			.select("state")
			.where("number", "=", list)
			.executeTakeFirstOrThrow();
		expect(state).toBe("exported");
	});

	test("are for the two who agreed, with a fresh second factor, for one day", async () => {
		const list = await frozen();
		const third = await makeOrganiser(app);
		expect((await (await signIn(app, third)).post(`${page}/files`, csv(list))).status).toBe(404);
		expect((await (await signIn(app, boris)).post(`${page}/files`, csv(list))).status).toBe(200);
		expect((await app.post(`${page}/files`, csv(list), { Origin: app.origin })).headers.get("Location")).toContain(
			"/organise/sign-in",
		);
		const browser = await signIn(app, anna);
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
		expect((await browser.post(`${page}/files`, csv(list))).headers.get("Location")).toContain("/organise/step-up");
		const fresh = await signIn(app, anna);
		await sql`update handins set open_until = now() where number = ${list}`.execute(app.owner);
		expect((await fresh.post(`${page}/files`, csv(list))).status).toBe(404);
		expect(await (await fresh.get(page)).text()).toContain(`Ask to open the files of list ${list} again`);
		// Asking and agreeing want it too; refusing has to be quick.
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'`.execute(app.owner);
		const id = "00000000-0000-0000-0000-000000000000";
		const posts: Record<string, string>[] = [
			{ action: "handin.export", campaign: "zhanaozen", subject: `zhanaozen/${list}` },
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
	const list = await frozen();
	const browser = await signIn(app, anna);
	/** What comes of it; cut off so early that not even its status has come, or later. */
	const download = () =>
		browser.post(`${page}/files`, csv(list)).then(
			(answer) =>
				answer.arrayBuffer().then(
					() => `${answer.status} whole`,
					() => `${answer.status} cut off`,
				),
			() => "cut off",
		);
	// Postgres counts how often a signature is looked at, and from some time on refuses.
	await sql`create sequence looks`.execute(app.owner);
	await sql`create table looks_at_most as select 1000000 as looks`.execute(app.owner);
	await sql`
		create function looked() returns boolean language plpgsql security definer as $$
		begin
			if nextval('looks') > (select looks from looks_at_most) then raise exception 'a sample failure'; end if;
			return true;
		end $$`.execute(app.owner);
	await sql`create policy looked_at on signatures using (looked())`.execute(app.owner);
	await sql`alter table signatures enable row level security`.execute(app.owner);
	expect(await download()).toBe("200 whole");
	// It goes through them twice: once for what a file says at its beginning, once to write it.
	await sql`update looks_at_most set looks = (select last_value * 3 / 4 from looks)`.execute(app.owner);
	await sql`alter sequence looks restart`.execute(app.owner);
	const second = await download();
	await sql`alter table signatures disable row level security`.execute(app.owner);
	expect(["cut off", "200 cut off"]).toContain(second);
});

test("what cannot be read at all is no file", async () => {
	const list = await frozen();
	const browser = await signIn(app, anna);
	const [damaged] = await app.owner.selectFrom("signatures").select("id").where("sealed", "is not", null).execute();
	const damage = () =>
		sql`update signatures set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = ${damaged?.id}`.execute(
			app.owner,
		);
	await damage();
	expect((await browser.post(`${page}/files`, csv(list))).status).toBe(500);
	await damage();
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
