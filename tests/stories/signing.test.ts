import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { count, linkIn, mailTo, petition, sign, signAndConfirm } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());

const submissions = () => app.owner.selectFrom("submissions").select(["state", "sealed"]).execute();

describe("a stranger signs", () => {
	test("in each language: post, mail, confirm page, button, and the count has gone up by one", async () => {
		for (const locale of ["en", "ru", "kk"]) {
			const before = await count(app);
			const email = `stranger-${locale}@example.org`;
			const posted = await sign(app, email, {}, `/${locale}/petitions/zhanaozen`);
			expect([posted.status, posted.headers.get("Location")]).toEqual([
				303,
				`/${locale}/petitions/zhanaozen/check-your-email`,
			]);
			const mail = await mailTo(app, email);
			const check = await (await app.get(`/${locale}/petitions/zhanaozen/check-your-email`)).text();
			expect(check).toContain(mail.subject);

			const link = linkIn(mail);
			expect(link).toMatch(new RegExp(`^/${locale}/`));
			expect((await app.get(link)).status).toBe(200);
			expect(await count(app)).toBe(before);

			const confirmed = await app.post(link, {});
			expect([confirmed.status, confirmed.headers.get("Location")]).toEqual([
				303,
				`/${locale}/petitions/zhanaozen/thank-you`,
			]);
			expect(await count(app)).toBe(before + 1);
		}
	});

	test("with a name, and sees the words again before confirming them", async () => {
		await sign(app, "named@example.org", {
			visibility: "public",
			name: "Nameless Sample",
			town: "Sample Town",
			updates: "on",
		});
		const link = linkIn(await mailTo(app, "named@example.org"));
		const page = await (await app.get(link)).text();
		for (const words of ["Nameless Sample", "Sample Town", "You get updates by email."]) expect(page).toContain(words);
		await app.post(link, {});
		const [signature] = await app.owner
			.selectFrom("signatures")
			.where("visibility", "=", "public")
			.selectAll()
			.execute();
		expect(signature).toMatchObject({ state: "confirmed", locale: "en", country: "GB" });
		const purposes = await app.owner
			.selectFrom("signature_consents")
			.where("signature_id", "=", signature?.id ?? "")
			.select("purpose")
			.execute();
		expect(purposes.map(({ purpose }) => purpose).sort()).toEqual(["count", "public"]);
		expect(await app.owner.selectFrom("subscriptions").select("locale").execute()).toEqual([{ locale: "en" }]);
	});

	test("and may lower who sees the name on the confirm page", async () => {
		await sign(app, "lower@example.org", { visibility: "public", name: "Nameless Sample", updates: "on" });
		const link = linkIn(await mailTo(app, "lower@example.org"));
		const subscriptions = (await app.owner.selectFrom("subscriptions").select("id").execute()).length;
		await app.post(link, { visibility: "counted", name: "Nameless Sample", updates: "off" });
		const newest = await app.owner.selectFrom("signatures").where("sealed", "is", null).selectAll().execute();
		expect(newest.every(({ visibility }) => visibility === "counted")).toBe(true);
		expect(await app.owner.selectFrom("subscriptions").select("id").execute()).toHaveLength(subscriptions);
	});
});

describe("a mail scanner", () => {
	test("that opens the link ten times and asks for its head confirms nothing; one press does, two count once", async () => {
		await sign(app, "scanned@example.org");
		const link = linkIn(await mailTo(app, "scanned@example.org"));
		const before = await count(app);
		for (let i = 0; i < 10; i++) expect((await app.get(link)).status).toBe(200);
		expect((await fetch(app.origin + link, { method: "HEAD" })).status).toBe(200);
		expect((await app.get(link.toUpperCase().replace("/EN/CONFIRM", "/en/confirm"))).status).toBe(200);
		expect(await count(app)).toBe(before);

		expect((await app.post(link, {})).status).toBe(303);
		const again = await app.post(link, {});
		expect([again.status, await again.text()]).toEqual([200, expect.stringContaining("Already counted")]);
		expect(await count(app)).toBe(before + 1);
	});

	test("and a person who press at the same moment count once", async () => {
		await sign(app, "double@example.org");
		const link = linkIn(await mailTo(app, "double@example.org"));
		const before = await count(app);
		const answers = await Promise.all(Array.from({ length: 8 }, () => app.post(link, {})));
		expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
		expect(await count(app)).toBe(before + 1);
	});
});

describe("Sam signs with Suzie's address", () => {
	const visible = { visibility: "addressee", country: "IE" };
	const nameOf = async (email: string) => {
		const [mail] = [await mailTo(app, email)];
		return mail;
	};

	test("before Suzie does: her words are the ones that count", async () => {
		const suzie = "suzie-1@example.org";
		await sign(app, suzie, { ...visible, name: "Sam Sample", country: "FR" });
		await mailTo(app, suzie);
		await sign(app, suzie, { ...visible, name: "Suzie Sample" });
		const [sams, suzies] = [linkIn(await mailTo(app, suzie, 1)), linkIn(await mailTo(app, suzie, 2))];
		expect(await (await app.get(sams)).text()).toContain("Sam Sample");
		expect(await (await app.get(suzies)).text()).toContain("Suzie Sample");

		const before = await count(app);
		expect((await app.post(suzies, {})).status).toBe(303);
		const late = await app.post(sams, {});
		expect([late.status, await late.text()]).toEqual([200, expect.stringContaining("Already counted")]);
		expect(await count(app)).toBe(before + 1);
		const countries = await app.owner
			.selectFrom("signatures")
			.where("visibility", "=", "addressee")
			.select("country")
			.execute();
		expect(countries).toEqual([{ country: "IE" }]);
	});

	test("after Suzie did: nothing changes, and the answers are the same to the byte", async () => {
		const suzie = "suzie-2@example.org";
		const first = await sign(app, suzie, { ...visible, name: "Suzie Sample" });
		const suzies = linkIn(await nameOf(suzie));
		await app.post(suzies, {});
		const [signed] = await app.owner
			.selectFrom("signatures")
			.orderBy("id")
			.where("state", "=", "confirmed")
			.selectAll()
			.execute();
		const before = await count(app);

		const second = await sign(app, suzie, { ...visible, name: "Sam Sample", updates: "on" });
		expect([second.status, second.headers.get("Location"), await second.text()]).toEqual([
			first.status,
			first.headers.get("Location"),
			await first.text(),
		]);
		const mail = await mailTo(app, suzie, 2);
		const firstMail = await mailTo(app, suzie, 1);
		const withoutToken = ({ text }: StoredMail, link: string) => text.replaceAll(link.slice(-32), "");
		expect([mail.subject, withoutToken(mail, linkIn(mail))]).toEqual([
			firstMail.subject,
			withoutToken(firstMail, linkIn(firstMail)),
		]);
		const answer = await app.post(linkIn(mail), {});
		expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("Already counted")]);
		expect(await count(app)).toBe(before);
		const [still] = await app.owner
			.selectFrom("signatures")
			.where("id", "=", signed?.id ?? "")
			.selectAll()
			.execute();
		expect(still).toEqual(signed);
	});

	test("both links pressed at the same moment count once and leave nothing pending", async () => {
		const suzie = "suzie-3@example.org";
		for (let i = 0; i < 6; i++) await sign(app, suzie, { ...visible, name: `Name ${i}` });
		await mailTo(app, suzie, 6);
		const links = await Promise.all([1, 2, 3, 4, 5, 6].map(async (nth) => linkIn(await mailTo(app, suzie, nth))));
		const before = await count(app);
		const answers = await Promise.all(links.map((link) => app.post(link, {})));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 303]);
		expect(await count(app)).toBe(before + 1);
		const left = (await submissions()).filter(({ state, sealed }) => state === "pending" && sealed);
		expect(left.length).toBe(0);
	});
});

describe("who is at risk", () => {
	test.each([
		[
			"ticks the box",
			{ at_risk: "on", country: "IT", visibility: "public", name: "Nameless Sample", town: "Sample Town" },
		],
		["names the country", { country: "KZ", visibility: "addressee", name: "Nameless Sample" }],
	])("%s: counted, and nothing of them is kept", async (_how, fields) => {
		const email = `at-risk-${fields.country.toLowerCase()}@example.org`;
		await sign(app, email, fields, "/kk/petitions/zhanaozen");
		const mail = await mailTo(app, email);
		expect(mail.subject).not.toMatch(/аңаөзен|etition|тергеу/i);
		const known = new Set((await app.owner.selectFrom("signatures").select("id").execute()).map(({ id }) => id));
		const before = await count(app);
		const confirmed = await app.post(linkIn(mail), {});
		expect(confirmed.headers.get("Location")).toBe("/kk/petitions/zhanaozen/thank-you/quiet");
		expect(await count(app)).toBe(before + 1);

		const all = await app.owner.selectFrom("signatures").selectAll().execute();
		const [kept] = all.filter(({ id }) => !known.has(id));
		expect(kept).toMatchObject({ visibility: "counted", country: "ZZ", locale: "en", sealed: null, source: "" });
		const quiet = await (await app.get("/kk/petitions/zhanaozen/thank-you/quiet")).text();
		const words = quiet.slice(quiet.indexOf("<main"), quiet.indexOf("</main>"));
		expect(words).not.toMatch(/аңаөзен|петиция/i);
		expect(/<title>(.*?)<\/title>/.exec(quiet)?.[1]).not.toMatch(/аңаөзен|петиция/i);
	});
});

describe("a form that cannot be taken", () => {
	test("comes back with 422, its values, an error beside each field and a list of them on top", async () => {
		const answer = await sign(app, "no address", {
			name: "Kept Name",
			town: "Kept Town",
			visibility: "",
			country: "",
			updates: "on",
		});
		expect(answer.status).toBe(422);
		expect(answer.headers.get("Cache-Control")).toContain("no-store");
		const page = await answer.text();
		for (const kept of ["no address", "Kept Name", "Kept Town"]) expect(page).toContain(`value="${kept}"`);
		for (const [control, field] of [
			["email", "email"],
			["country", "country"],
			["visibility-counted", "visibility"],
		]) {
			expect(page).toContain(`href="#${control}"`);
			expect(page).toContain(`id="${control}"`);
			expect(page).toContain(`id="${field}-error"`);
		}
	});

	test("a field with control characters is 422 beside the field, never a fault", async () => {
		for (const name of ["Sam\0", "\u202emaS", "Sam\r\nSuzie"])
			expect((await sign(app, "sam@example.org", { visibility: "public", name })).status).toBe(422);
	});

	test("whoever corrects the address instead of answering the question is mailed at what they typed", async () => {
		await sign(app, "corrected@example.org", { email_meant: "sam@gmail.com" });
		expect((await mailTo(app, "corrected@example.org")).to).toBe("corrected@example.org");
		expect((await app.mails()).filter(({ to }) => to === "sam@gmail.com")).toEqual([]);
	});

	test("a slip of the finger asks which address was meant, with one button each", async () => {
		const page = await (await sign(app, "sam@gmial.com")).text();
		expect(page).toContain('name="email_meant" value="sam@gmail.com"');
		expect(page).toContain('name="email_as_typed"');
	});
});

test("whoever fills the trap sees what everyone sees, gets the mail, and does not count", async () => {
	const before = await count(app);
	const confirmed = await signAndConfirm(app, "bot@example.org", { homepage: "https://example.org" });
	expect([confirmed.status, confirmed.headers.get("Location")]).toEqual([303, `${petition}/thank-you`]);
	expect(await count(app)).toBe(before);
	expect(
		await app.owner.selectFrom("signatures").where("state", "=", "quarantined").select("id").execute(),
	).toHaveLength(1);
});

test("a forger who posts a stranger's address into the trap first cannot void the stranger's signature", async () => {
	const suzie = "voided@example.org";
	await sign(app, suzie, { homepage: "https://example.org" });
	const forged = linkIn(await mailTo(app, suzie));
	await app.post(forged, {});
	await sign(app, suzie, { visibility: "addressee", name: "Suzie Sample", country: "PT" });
	const before = await count(app);
	await app.post(linkIn(await mailTo(app, suzie, 2)), {});
	expect(await count(app)).toBe(before + 1);
	const [hers] = await app.owner.selectFrom("signatures").where("country", "=", "PT").selectAll().execute();
	expect(hers).toMatchObject({ state: "confirmed", visibility: "addressee" });
});

test("nothing stored joins a signature to the post, the mail or the subscription that it came with", async () => {
	await signAndConfirm(app, "unjoined@example.org", { country: "KZ", updates: "on" });
	const { rows } = await sql<{ joined: number }>`
		select (select count(*) from signatures g join submissions s
				on s.token_hash = g.withdraw_hash or s.fingerprint = g.fingerprint)
			+ (select count(*) from signatures g join subscriptions u on u.fingerprint = g.fingerprint or u.xmin = g.xmin) as joined`.execute(
		app.owner,
	);
	expect(rows).toEqual([{ joined: 0 }]);
});

test("a code that no organiser registered is not kept: it could mark a person", async () => {
	await sql`insert into petition_sources (petition_id, code) select id, 'leaflet-1' from petitions`.execute(app.owner);
	for (const [email, source] of [
		["leaflet@example.org", "leaflet-1"],
		["marked@example.org", "suzie-born-1980"],
	] as const)
		await signAndConfirm(app, email, { source, country: "BR" });
	const sources = await app.owner.selectFrom("signatures").where("country", "=", "BR").select("source").execute();
	expect(sources.map(({ source }) => source).sort()).toEqual(["", "leaflet-1"]);
});

test("confirming cancels what was still to come, for this post and for the address's others", async () => {
	await sign(app, "early@example.org");
	const link = linkIn(await mailTo(app, "early@example.org"));
	await sql`update email_messages set status = 'paused'`.execute(app.owner);
	await sign(app, "early@example.org");
	await sign(app, "other@example.org");
	await app.post(link, {});
	const open = await app.owner
		.selectFrom("email_deliveries")
		.where("params_sealed", "is not", null)
		.select("state")
		.execute();
	expect(open).toEqual([{ state: "queued" }]);
	await sql`update email_messages set status = 'sending'`.execute(app.owner);
	expect((await mailTo(app, "other@example.org")).to).toBe("other@example.org");
});

describe("a link", () => {
	test("that has been used tells a scanner, or who took the phone, nothing of what became of it", async () => {
		const seen: string[] = [];
		for (const [email, use] of [
			["used@example.org", async (link: string) => app.post(link, {})],
			[
				"replaced@example.org",
				async () => {
					await sign(app, "replaced@example.org");
					return app.post(linkIn(await mailTo(app, "replaced@example.org", 2)), {});
				},
			],
		] as const) {
			await sign(app, email);
			const link = linkIn(await mailTo(app, email));
			await use(link);
			const answer = await app.get(link);
			seen.push(`${answer.status} ${(await answer.text()).replaceAll(link.slice(-32), "")}`);
		}
		expect(seen[0]).toMatch(/^410 /);
		expect(seen[0]).not.toMatch(/counted/i);
		expect(seen[1]).toBe(seen[0]);
	});

	test("that is unknown is 404 with a reason", async () => {
		for (const token of ["a".repeat(32), "short", "1".repeat(32)]) {
			const answer = await app.get(`/en/confirm/${token}`);
			expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("This link does not work")]);
		}
	});
});

test("a petition that has been closed takes no form and confirms nothing", async () => {
	await sign(app, "closed@example.org");
	const link = linkIn(await mailTo(app, "closed@example.org"));
	await sql`update petitions set closed_at = now()`.execute(app.owner);
	expect((await sign(app, "too-late@example.org")).status).toBe(409);
	expect((await app.post(link, {})).status).toBe(409);
	expect(await (await app.get(petition)).text()).not.toContain("<form");
	await sql`update petitions set closed_at = null`.execute(app.owner);
});

test("what was signed cannot be changed afterwards", async () => {
	await expect(sql`update petition_editions set body = 'other words'`.execute(app.owner)).rejects.toThrow(
		/has been signed/,
	);
});

test("the count's parts add up to the signatures", async () => {
	const { rows } = await sql<{ confirmed: number; published: number; cells: number; hours: number }>`
		select (select count(*) from signatures where state = 'confirmed') as confirmed,
			(select signatures from petition_counts) + (select coalesce(sum(d), 0) from signature_deltas)::bigint as published,
			((select coalesce(sum(n), 0) from signature_counts) + (select coalesce(sum(d), 0) from signature_deltas))::bigint as cells,
			((select coalesce(sum(n), 0) from signature_hours) + (select coalesce(sum(d), 0) from signature_deltas))::bigint as hours`.execute(
		app.owner,
	);
	const [sums] = rows;
	expect(sums?.confirmed).toBeGreaterThan(0);
	expect(new Set(Object.values(sums ?? {})).size).toBe(1);
});

test("no address, name or token stands in a log line or in clear in a table", async () => {
	const { rows } = await sql<{ dump: string }>`
		select string_agg(t::text, E'\n') as dump from (
			select to_jsonb(s) as t from submissions s union all select to_jsonb(s) from signatures s
			union all select to_jsonb(s) from subscriptions s union all select to_jsonb(s) from email_deliveries s
			union all select to_jsonb(s) from email_caps s) all_rows`.execute(app.owner);
	const tokens = (await app.mails()).map((mail) => linkIn(mail).slice(-32));
	const planted = new RegExp(["example\\.org", "Sample", "Kept Name", ...tokens].join("|"));
	expect(rows[0]?.dump).not.toMatch(planted);
	expect(app.logged.join("")).not.toMatch(planted);
});
