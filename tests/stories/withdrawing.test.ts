import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withdrawSignature } from "#app/petitions/withdraw.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { count, linkIn, mailTo, petition, sign, withdrawLinkIn } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());

/** Signs with a name, confirms, and gives both links of the mail that did it. */
async function signed(email: string, fields: Record<string, string> = {}) {
	await sign(app, email, { visibility: "public", name: "Nameless Sample", ...fields });
	const mail = await mailTo(app, email);
	expect((await app.post(linkIn(mail), {})).status).toBe(303);
	return { confirm: linkIn(mail), withdraw: withdrawLinkIn(mail) };
}

const rowsOf = async (table: "signatures" | "signature_consents" | "erasures" | "subscriptions") =>
	(await app.owner.selectFrom(table).selectAll().execute()).length;

describe("who has signed", () => {
	test.each(["en", "ru", "kk"])("withdraws by the mail's second link and one button (%s)", async (locale) => {
		const email = `leaves-${locale}@example.org`;
		await sign(app, email, { visibility: "addressee", name: "Nameless Sample" }, `/${locale}/petitions/zhanaozen`);
		const mail = await mailTo(app, email);
		const before = {
			count: await count(app),
			consents: await rowsOf("signature_consents"),
			erasures: await rowsOf("erasures"),
		};
		await app.post(linkIn(mail), {});
		const [last] = await app.owner
			.selectFrom("signatures")
			.where("visibility", "=", "addressee")
			.select("id as signature_id")
			.execute();
		expect(await count(app)).toBe(before.count + 1);

		const link = withdrawLinkIn(mail);
		for (let i = 0; i < 3; i++) {
			const page = await app.get(link);
			expect([page.status, page.headers.get("Cache-Control"), page.headers.get("Referrer-Policy")]).toEqual([
				200,
				"private, no-store",
				"no-referrer",
			]);
			expect((await page.text()).match(/<button/g)).toHaveLength(1);
		}
		expect(await count(app)).toBe(before.count + 1);

		const answers = await Promise.all([1, 2, 3].map(() => app.post(link, {})));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(await count(app)).toBe(before.count);
		expect(await rowsOf("signature_consents")).toBe(before.consents);
		expect(await rowsOf("erasures")).toBe(before.erasures + 2);
		const erased = await app.owner.selectFrom("erasures").where("about", "=", "signature").select("row_id").execute();
		expect(erased.map(({ row_id }) => row_id)).toContain(last?.signature_id);
		for (const answer of [...answers, await app.get(link)]) {
			const page = await answer.text();
			expect(page).not.toContain("<form");
			expect(page).not.toContain("Nameless Sample");
		}
	});

	test("changes something once: a link that has done its work ends no kept page, however often it is sent", async () => {
		const { withdraw } = await signed("spent@example.org");
		const token = withdraw.slice(withdraw.lastIndexOf("/") + 1);
		const sent = await Promise.all([1, 2, 3].map(() => withdrawSignature(app.db, token, "en")));
		expect(sent.filter(({ changed }) => changed)).toHaveLength(1);
		expect(await withdrawSignature(app.db, token, "en")).toMatchObject({
			found: { state: "withdrawn" },
			changed: false,
		});
	});

	test("keeps the updates they asked for: those have a link of their own", async () => {
		const subscriptions = await rowsOf("subscriptions");
		const { withdraw } = await signed("updates@example.org", { updates: "on" });
		await app.post(withdraw, {});
		expect(await rowsOf("subscriptions")).toBe(subscriptions + 1);
	});

	test("finds the way to withdraw behind the link that has been used", async () => {
		const { confirm, withdraw } = await signed("finds@example.org");
		expect(await (await app.get(confirm)).text()).toContain(`href="${withdraw}"`);
		await app.post(withdraw, {});
		const after = await app.post(confirm, {});
		expect([after.status, await after.text()]).toEqual([410, expect.stringContaining("You may sign again")]);
	});

	test("may sign again", async () => {
		const { withdraw } = await signed("again@example.org");
		await app.post(withdraw, {});
		const before = await count(app);
		await sign(app, "again@example.org");
		expect((await app.post(linkIn(await mailTo(app, "again@example.org", 2)), {})).status).toBe(303);
		expect(await count(app)).toBe(before + 1);
		expect((await app.post(withdraw, {})).status).toBe(200);
		expect(await count(app)).toBe(before + 1);
	});

	test("can do so long after the form itself was deleted", async () => {
		const { confirm, withdraw } = await signed("long-after@example.org");
		await sql`delete from submissions where state = 'confirmed'`.execute(app.owner);
		expect(await (await app.get(confirm)).text()).toContain(`href="${withdraw}"`);
		const before = await count(app);
		await app.post(withdraw, {});
		expect(await count(app)).toBe(before - 1);
	});

	test("cannot when the petition has been handed in, and is told so", async () => {
		const { confirm, withdraw } = await signed("handed-in@example.org");
		const before = await count(app);
		await sql`update petitions set closed_at = now(), handed_in_at = now()`.execute(app.owner);
		for (const answer of [await app.get(withdraw), await app.post(withdraw, {})])
			expect([answer.status, await answer.text()]).toEqual([
				409,
				expect.stringContaining("It can no longer be withdrawn"),
			]);
		expect(await (await app.post(confirm, {})).text()).not.toContain(withdraw);
		await sql`update petitions set closed_at = null, handed_in_at = null`.execute(app.owner);
		expect(await count(app)).toBe(before);
	});

	test("at the moment of the hand-in is not in both: the hand-in that came first keeps the name", async () => {
		const { withdraw } = await signed("same-moment@example.org");
		const before = await count(app);
		const answer = await app.owner.transaction().execute(async (handIn) => {
			await sql`update petitions set closed_at = now(), handed_in_at = now()`.execute(handIn);
			const posted = app.post(withdraw, {});
			await until(async () => {
				const { rows } = await sql`select from pg_stat_activity
					where datname = current_database() and wait_event_type = 'Lock' and query like '%signatures%'`.execute(
					app.owner,
				);
				return rows.length > 0;
			}, "withdrawing waits for the hand-in");
			return { posted };
		});
		expect((await answer.posted).status).toBe(409);
		expect(await count(app)).toBe(before);
		await sql`update petitions set closed_at = null, handed_in_at = null`.execute(app.owner);
	});
});

describe("a link that has made no signature", () => {
	test("of a mail not confirmed says that nothing was counted and leaves it to be confirmed", async () => {
		await sign(app, "not-yet@example.org");
		const mail = await mailTo(app, "not-yet@example.org");
		for (const answer of [await app.get(withdrawLinkIn(mail)), await app.post(withdrawLinkIn(mail), {})])
			expect([answer.status, await answer.text()]).toEqual([
				409,
				expect.stringContaining("There is nothing to withdraw"),
			]);
		expect((await app.post(linkIn(mail), {})).status).toBe(303);
	});

	test("of another mail to the same address withdraws nothing: only the one that was confirmed does", async () => {
		const { withdraw } = await signed("two-mails@example.org");
		await sign(app, "two-mails@example.org");
		const second = await mailTo(app, "two-mails@example.org", 2);
		expect(await (await app.post(linkIn(second), {})).text()).not.toContain("/withdraw/");
		const before = await count(app);
		await app.post(withdrawLinkIn(second), {});
		expect(await count(app)).toBe(before);
		await app.post(withdraw, {});
		expect(await count(app)).toBe(before - 1);
	});

	test("that is unknown is 404 with words", async () => {
		for (const token of ["a".repeat(32), "short", "1".repeat(32)])
			for (const answer of [await app.get(`/en/withdraw/${token}`), await app.post(`/en/withdraw/${token}`, {})])
				expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("This link does not work")]);
	});
});

test("who is held in quarantine withdraws like everyone: the sender cannot tell", async () => {
	await sign(app, "held@example.org", { homepage: "https://example.org" });
	const held = await mailTo(app, "held@example.org");
	await app.post(linkIn(held), {});
	const before = [await count(app), await rowsOf("signatures")] as const;
	const { withdraw } = await signed("free@example.org");
	const pages = await Promise.all([withdrawLinkIn(held), withdraw].map(async (link) => (await app.get(link)).text()));
	const [heldPage, freePage] = pages.map((page) => page.replace(/[a-z2-7]{32}/g, ""));
	expect(heldPage).toBe(freePage);
	await app.post(withdraw, {});
	await app.post(withdrawLinkIn(held), {});
	expect([await count(app), await rowsOf("signatures")]).toEqual([before[0], before[1] - 1]);
});

describe("a link that is too old", () => {
	const age = (days: number) =>
		sql`update submissions set created_on = current_date - ${days}::int where state = 'pending'`.execute(app.owner);
	const pendingAges = async () => {
		const { rows } = await sql<{ age: number }>`
			select current_date - created_on as age from submissions where state = 'pending'`.execute(app.owner);
		return rows.map(({ age }) => age);
	};

	test("works on its 14th day", async () => {
		await sign(app, "last-day@example.org");
		const link = linkIn(await mailTo(app, "last-day@example.org"));
		await age(14);
		expect((await app.post(link, {})).status).toBe(303);
	});

	test("sends a new one from day 15 to day 30 by one button, with the words as they were", async () => {
		await sign(app, "late@example.org", { visibility: "addressee", name: "Late Sample", country: "IE" });
		const link = linkIn(await mailTo(app, "late@example.org"));
		for (const days of [15, 30]) {
			await age(days);
			for (const answer of [await app.get(link), await app.post(link, {})]) {
				const page = await answer.text();
				expect([answer.status, page.match(/<button/g)?.length, page]).toEqual([
					410,
					1,
					expect.stringContaining(`action="${link}/again"`),
				]);
				expect(page).not.toContain("Late Sample");
			}
		}
		const presses = await Promise.all([1, 2, 3].map(() => app.post(`${link}/again`, {})));
		expect(presses.map((answer) => answer.headers.get("Location")).sort()).toEqual([
			link,
			link,
			`${petition}/check-your-email`,
		]);
		const second = linkIn(await mailTo(app, "late@example.org", 2));
		expect(await pendingAges()).toEqual([0]);
		expect((await app.get(link)).status).toBe(410);
		expect(await (await app.get(second)).text()).toContain("Late Sample");

		const before = await count(app);
		expect((await app.post(second, {})).status).toBe(303);
		expect(await count(app)).toBe(before + 1);
		expect((await app.get(link)).status).toBe(410);
		expect((await app.post(`${link}/again`, {})).headers.get("Location")).toBe(link);
		expect((await app.mails()).filter(({ to }) => to === "late@example.org")).toHaveLength(2);
	});

	test("cannot be renewed while it works, after day 30, or when the petition has closed", async () => {
		await sign(app, "no-need@example.org");
		const link = linkIn(await mailTo(app, "no-need@example.org"));
		const again = async () => (await app.post(`${link}/again`, {})).headers.get("Location");
		expect(await again()).toBe(link);
		await age(31);
		expect(await again()).toBe(link);
		const page = await app.get(link);
		expect([page.status, await page.text()]).toEqual([410, expect.stringContaining(`${petition}#sign`)]);
		await age(20);
		await sql`update petitions set closed_at = now()`.execute(app.owner);
		expect([await again(), (await app.get(link)).status]).toEqual([link, 409]);
		await sql`update petitions set closed_at = null`.execute(app.owner);
		expect((await app.get(`${link}/again`)).headers.get("Location")).toBe(link);
		expect((await app.mails()).filter(({ to }) => to === "no-need@example.org")).toHaveLength(1);
	});
});

test("no log line holds an address, a name or a token", async () => {
	const tokens = (await app.mails()).map((mail) => linkIn(mail).slice(-32));
	expect(app.logged.join("")).not.toMatch(new RegExp(["example\\.org", "Sample", ...tokens].join("|")));
});
