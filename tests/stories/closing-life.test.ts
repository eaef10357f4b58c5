import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runRetention } from "#app/retention/run.server.ts";
import { age } from "#tests/support/aging.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { fieldsOf, filled, postForm } from "#tests/support/editor.ts";
import { makeOrganiser, signIn } from "#tests/support/organiser.ts";
import { count, linkIn, mailTo, sign, withdrawLinkIn } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

const page = "/en/petitions/zhanaozen";
const closing = "/organise/campaigns/zhanaozen/petitions/zhanaozen/closing";
const petition = () =>
	app.owner.selectFrom("petitions").selectAll().where("slug", "=", "zhanaozen").executeTakeFirstOrThrow();
const pageText = async () => (await app.get(page)).text();

test("a petition is open, closed by its time, handed in and anonymised; everyone stays counted", async () => {
	const links: string[] = [];
	for (const email of ["first@example.org", "second@example.org", "third@example.org"]) {
		await sign(app, email, { visibility: "addressee", name: "Nameless Sample" });
		const mail = await mailTo(app, email);
		await app.post(linkIn(mail), {});
		links.push(withdrawLinkIn(mail));
	}
	const before = await count(app);
	const anna = await signIn(app, await makeOrganiser(app));
	const today = new Date().toISOString().slice(0, 10);
	const handIn = (more: Record<string, string> = {}) =>
		anna.post(closing, {
			intent: "hand-in",
			day: today,
			"place-1": "on",
			sure: "on",
			"words-en": "Sample words.",
			...more,
		});

	expect((await handIn({ without: "on" })).status).toBe(422);
	await sql`update petitions set opened_at = now() - interval '2 days', closes_at = now() - interval '1 second'`.execute(
		app.owner,
	);
	expect(await pageText()).toContain("This form is closed");
	expect(
		(await app.post(`${page}/sign`, { email: "late@example.org", country: "GB", visibility: "counted" })).status,
	).toBe(409);
	await app.post(links[0] ?? "", {});
	expect(await count(app)).toBe(before - 1);

	// Nobody downloaded a list: that has to be said, and a day that is still to come is refused.
	expect((await handIn()).status).toBe(422);
	expect((await handIn({ without: "on", day: "2099-01-01" })).status).toBe(422);
	expect((await handIn({ without: "on", sure: "" })).status).toBe(422);
	expect((await petition()).handed_in_at).toBeNull();
	expect((await handIn({ without: "on" })).status).toBe(303);
	expect((await handIn({ without: "on" })).status).toBe(422);

	const text = await pageText();
	expect(text).toContain("Handed in on");
	expect(text).toContain("Sample words.");
	expect((await app.post(links[1] ?? "", {})).status).toBe(409);
	const { rows: acts } = await sql`select from audit_log where act = 'petition.handed-in'`.execute(app.owner);
	expect(acts.length).toBe(1);

	await runRetention(app.db);
	expect((await petition()).anonymised_at).not.toBeNull();
	const { rows: named } = await sql`
		select from signatures where num_nonnulls(fingerprint, sealed, withdraw_hash) > 0`.execute(app.owner);
	expect(named).toEqual([]);
	await age(app.owner, 31);
	await runRetention(app.db);
	expect((await petition()).key_sealed).toBeNull();
	expect(await count(app)).toBe(before - 1);
	expect(await pageText()).toContain("Handed in on");
});

test("what is told to those who subscribed is drafted in every language, and its mail is of that kind", async () => {
	const anna = await signIn(app, await makeOrganiser(app));
	const answer = await anna.post(closing, { intent: "closing-report" });
	const path = /texts\/[a-z]{2}\/(updates\/\d+-closing-report)$/.exec(answer.headers.get("Location") ?? "")?.[1];
	expect(path).toBeDefined();
	const { rows } = await sql<{ locale: string; body: string }>`
		select v.locale, v.body from text_versions v join texts t on t.id = v.text_id where t.path = ${path} order by 1`.execute(
		app.owner,
	);
	expect(rows.map(({ locale }) => locale)).toEqual(["en", "kk", "ru"]);
	expect(rows[0]?.body).toContain("Sample words.");
	expect(rows.map(({ body }) => body).join()).not.toContain("Nameless Sample");

	const boris = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	for (const locale of ["en", "ru", "kk"]) {
		const address = `/organise/campaigns/zhanaozen/texts/${locale}/${path}`;
		const fields = fieldsOf(await (await boris.get(address)).text());
		expect((await postForm(boris, address, filled(fields, "publish", {}))).status).toBe(303);
	}
	const number = String(Number(/\d+/.exec(path ?? "")?.[0]));
	expect((await boris.post("/organise/campaigns/zhanaozen/mailings", { update: number })).status).toBe(303);
	const mailing = await app.owner
		.selectFrom("email_messages")
		.where("lane", "=", "bulk")
		.select(["kind", "status"])
		.execute();
	expect(mailing).toEqual([{ kind: "closing-report", status: "draft" }]);
});
