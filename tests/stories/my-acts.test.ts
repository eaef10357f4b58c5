import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { branchLink, endorse } from "#tests/support/endorsing.ts";
import { until } from "#tests/support/mail.ts";
import { myLink } from "#tests/support/my.ts";
import { count, linkIn, mailsTo, mailTo, sign, signAndConfirm, withdrawLinkIn } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "40,90" });
});
afterAll(() => app.stop());

/** The path under which the one signature of a link's address is changed. */
async function signatureAt(link: string): Promise<string> {
	const page = await (await app.get(link)).text();
	const [, path] = new RegExp(`href="(${link}/signatures/[0-9a-f-]{36})"`).exec(page) ?? [];
	if (!path) throw new Error("the page shows no signature");
	return path;
}
const idIn = (path: string) => path.slice(-36);
const rowOf = async (path: string) =>
	app.owner.selectFrom("signatures").selectAll().where("id", "=", idIn(path)).executeTakeFirst();
const consentsOf = async (path: string) =>
	(
		await app.owner
			.selectFrom("signature_consents")
			.where("signature_id", "=", idIn(path))
			.select("purpose")
			.orderBy("purpose")
			.execute()
	).map(({ purpose }) => purpose);

describe("a signature", () => {
	test("is corrected, and keeps what was not touched", async () => {
		await signAndConfirm(app, "corrects@example.org", { visibility: "addressee", name: "Worng Sample", town: "Milan" });
		const link = await myLink(app, "corrects@example.org");
		const path = await signatureAt(link);
		const saved = await app.post(path, { name: "Right Sample", organisation: "Sample union", line: "A line" });
		expect([saved.status, saved.headers.get("Location")]).toEqual([303, link]);
		const page = await (await app.get(link)).text();
		for (const words of ["Right Sample", "Milan", "Sample union", "A line"]) expect(page).toContain(words);
		expect(page).not.toContain("Worng");
		expect(await consentsOf(path)).toEqual(["addressee", "count"]);
	});

	test("is not saved with a name that cannot stand: the form comes back with what was typed", async () => {
		await signAndConfirm(app, "wrong@example.org", { visibility: "addressee", name: "Plain Sample" });
		const path = await signatureAt(await myLink(app, "wrong@example.org"));
		const refused = await app.post(path, { name: "www.example.org" });
		const page = await refused.text();
		expect(refused.status).toBe(422);
		expect(page).toContain(translator("en")("sign.name.link"));
		expect(page).toContain('value="www.example.org"');
		expect(await (await app.get(path)).text()).toContain('value="Plain Sample"');
	});

	test("is shown to more people only with the words of that consent beside the choice, and the consent kept", async () => {
		const t = translator("ru");
		await signAndConfirm(app, "raises@example.org");
		const link = await myLink(app, "raises@example.org", "ru");
		const path = await signatureAt(link);
		const form = await (await app.get(path)).text();
		expect(form).toContain(t("consent.public"));
		expect(form).toContain(t("sign.visibility.public.risk"));
		expect((await app.post(path, { visibility: "public" })).status).toBe(422);
		expect(await rowOf(path)).toMatchObject({ visibility: "counted", sealed: null });
		await app.post(path, { visibility: "public", name: "Raised Sample" });
		expect(await rowOf(path)).toMatchObject({ visibility: "public" });
		expect(await consentsOf(path)).toEqual(["count", "public"]);
		expect(await (await app.get(link)).text()).toContain(t("consent.public"));
		await expect(
			sql`update signatures set visibility = 'counted' where id = ${idIn(path)}`
				.execute(app.owner)
				.then(() => sql`update signatures set visibility = 'public' where id = ${idIn(path)}`.execute(app.owner)),
		).rejects.toThrow(/consent/);
	});

	test("that takes its name back keeps neither name nor address, and is written down for restored backups", async () => {
		await signAndConfirm(app, "lowers@example.org", { visibility: "public", name: "Lowered Sample" });
		const path = await signatureAt(await myLink(app, "lowers@example.org"));
		const before = await count(app);
		await app.post(path, { visibility: "counted" });
		await app.post(path, { visibility: "counted" });
		expect(await rowOf(path)).toMatchObject({ visibility: "counted", sealed: null });
		expect(await count(app)).toBe(before);
		const noted = await app.owner.selectFrom("erasures").where("row_id", "=", idIn(path)).select("about").execute();
		expect(noted).toEqual([{ about: "name" }]);
	});

	test("is withdrawn by a page that asks first and one button, once; the old link of its mail says so", async () => {
		await sign(app, "leaves@example.org", { visibility: "addressee", name: "Leaving Sample" });
		const mail = await mailTo(app, "leaves@example.org");
		await app.post(linkIn(mail), {});
		const link = await myLink(app, "leaves@example.org");
		const path = (await signatureAt(link)).replace("/signatures/", "/erase/signature/");
		const before = await count(app);
		expect((await (await app.get(path)).text()).match(/<button/g)).toHaveLength(1);
		expect(await count(app)).toBe(before);
		const answers = await Promise.all([1, 2, 3].map(() => app.post(path, {})));
		expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
		expect(await count(app)).toBe(before - 1);
		expect(await (await app.get(withdrawLinkIn(mail))).text()).toContain(translator("en")("withdraw.withdrawn.title"));
	});

	test("that has been handed in is neither changed nor withdrawn; erasing everything leaves a number and nobody", async () => {
		await signAndConfirm(app, "fixed@example.org", { visibility: "public", name: "Fixed Sample" });
		const link = await myLink(app, "fixed@example.org");
		const path = await signatureAt(link);
		const before = await count(app);
		await sql`update petitions set closed_at = now(), handed_in_at = now() where slug = 'zhanaozen'`.execute(app.owner);
		try {
			expect(await (await app.get(link)).text()).not.toContain("/signatures/");
			expect((await app.post(path, { visibility: "counted" })).status).toBe(409);
			await app.post(path.replace("/signatures/", "/erase/signature/"), {});
			expect(await rowOf(path)).toMatchObject({ visibility: "public" });
			await app.post(`${link}/erase`, {});
			expect(await rowOf(path)).toMatchObject({ fingerprint: null, withdraw_hash: null, sealed: null });
			expect(await count(app)).toBe(before);
		} finally {
			await sql`update petitions set closed_at = null, handed_in_at = null where slug = 'zhanaozen'`.execute(app.owner);
		}
	});
});

test("who signs, erases and signs again is counted once", async () => {
	const before = await count(app);
	await signAndConfirm(app, "again@example.org", { visibility: "public", name: "Again Sample", updates: "on" });
	expect(await count(app)).toBe(before + 1);
	await app.post(`${await myLink(app, "again@example.org")}/erase`, {});
	expect(await count(app)).toBe(before);
	await signAndConfirm(app, "again@example.org");
	expect(await count(app)).toBe(before + 1);
	await signAndConfirm(app, "again@example.org");
	expect(await count(app)).toBe(before + 1);
});

test("a form that waits is deleted with its mail; its link says so", async () => {
	await sql`update email_messages set status = 'paused' where kind = 'confirm-signature'`.execute(app.owner);
	await sign(app, "waits@example.org", { visibility: "public", name: "Waiting Sample" });
	const link = await myLink(app, "waits@example.org");
	const page = await (await app.get(link)).text();
	expect(page).toContain("Waiting Sample");
	const [, path = ""] = new RegExp(`href="(${link}/erase/submission/[0-9a-f-]{36})"`).exec(page) ?? [];
	expect([(await app.get(path)).status, (await app.post(path, {})).status, (await app.post(path, {})).status]).toEqual([
		200, 303, 303,
	]);
	await sql`update email_messages set status = 'sending' where kind = 'confirm-signature'`.execute(app.owner);
	expect(await (await app.get(link)).text()).not.toContain("Waiting Sample");
	const { rows } = await sql`
		select from submissions s join email_deliveries d on d.subject_id = s.id
		where s.id = ${path.slice(-36)} and s.sealed is null and s.fingerprint is null and d.state = 'cancelled'`.execute(
		app.owner,
	);
	expect(rows).toHaveLength(1);
	await sign(app, "after@example.org");
	await mailTo(app, "after@example.org");
	expect((await mailsTo(app, "waits@example.org")).filter(({ text }) => text.includes("/confirm/"))).toEqual([]);
});

test("updates are started with the words agreed to, and stopped, by one button each; twice is once", async () => {
	const link = await myLink(app, "updates@example.org", "kk");
	const subscriptions = async () => {
		const { rows } = await sql<{ locale: string; agreed: number }>`
			select s.locale, count(c.*) as agreed from subscriptions s
			left join subscription_consents c on c.subscription_id = s.id group by s.id`.execute(app.owner);
		return rows;
	};
	const before = await subscriptions();
	expect(await (await app.get(link)).text()).toContain(translator("kk")("consent.updates"));
	const press = (intent: string) => app.post(link, { intent, campaign: "zhanaozen" });
	expect((await Promise.all([press("updates-on"), press("updates-on")])).map(({ status }) => status)).toEqual([
		303, 303,
	]);
	expect(await subscriptions()).toEqual(expect.arrayContaining([{ locale: "kk", agreed: 1 }]));
	expect(await subscriptions()).toHaveLength(before.length + 1);
	expect((await app.get(link)).status).toBe(200);
	expect([(await press("updates-off")).status, (await press("updates-off")).status]).toEqual([303, 303]);
	expect(await subscriptions()).toHaveLength(before.length);
	expect((await app.post(link, { intent: "updates-on", campaign: "nowhere" })).status).toBe(409);
});

describe("the address of a body that endorses", () => {
	const old = "office@body.example";
	/** The body's own page and, of the link of an address, the page where its contact is corrected. */
	async function bodyOf(email: string): Promise<{ own: string; contact: string }> {
		expect((await endorse(app, { email, organisation: `Body of ${email.split("@")[0]}` })).status).toBe(303);
		const own = await branchLink(app, email);
		await app.post(own, { intent: "verify" });
		return { own, contact: await contactOf(email) };
	}
	async function contactOf(email: string): Promise<string> {
		const link = await myLink(app, email);
		const [path] = new RegExp(`${link}/endorsements/[0-9a-f-]{36}`).exec(await (await app.get(link)).text()) ?? [];
		if (!path) throw new Error("the page shows no body");
		return path;
	}
	const askFor = (contact: string, email: string) => app.post(contact, { intent: "address", email });
	async function moveLink(email: string, nth = 1): Promise<string> {
		const mail = await until(
			async () => (await mailsTo(app, email)).filter(({ text }) => text.includes("/my/address/"))[nth - 1],
			"the mail to the new address",
		);
		const [, path] = /https?:\/\/[^/\s]+(\/[a-z]{2}\/my\/address\/[a-z2-7]{32})/.exec(mail.text) ?? [];
		return path ?? "";
	}
	const bodies = async (email: string) =>
		(await (await app.get(await myLink(app, email))).text()).includes(translator("en")("my.endorsements"));
	const rows = () =>
		app.owner.selectFrom("endorsements").select(["id", "contact_sealed", "fingerprint"]).orderBy("id").execute();

	test("is another's only once its holder has pressed the button; the one before is told, not of whom", async () => {
		const { own, contact } = await bodyOf(old);
		const before = await rows();
		const asked = await askFor(contact, "new@body.example");
		expect([asked.status, asked.headers.get("Location")]).toEqual([303, "/en/my/address/asked"]);
		const link = await moveLink("new@body.example");
		for (const mail of await mailsTo(app, "new@body.example"))
			expect(`${mail.subject} ${mail.text}`).not.toMatch(/Body of|office@|secretary/i);
		const page = await (await app.get(link)).text();
		expect(page).toContain("Body of office");
		expect(page.match(/<button/g)).toHaveLength(1);
		expect(await rows()).toEqual(before);
		// It opens nothing else.
		expect((await app.get(link.replace("/address", ""))).status).toBe(404);

		const presses = await Promise.all([1, 2, 3].map(() => app.post(link, {})));
		expect(presses.map(({ status, headers }) => [status, headers.get("Location")])).toEqual(Array(3).fill([303, own]));
		expect((await app.get(link)).headers.get("Location")).toBe(own);
		expect([await bodies(old), await bodies("new@body.example")]).toEqual([false, true]);
		const t = translator("en");
		const told = await until(async () => {
			const mails = (await mailsTo(app, old)).filter(({ subject }) => subject === t("mail.contact-moved.subject"));
			return mails.length > 0 && mails;
		}, "the mail to the old address");
		expect(told).toHaveLength(1);
		expect(JSON.stringify(told)).not.toMatch(/new@body|Body of/);
	});

	test("is asked with the same answer whether the new one is known here or not, and no stranger asks", async () => {
		const { contact } = await bodyOf("asks@body.example");
		await signAndConfirm(app, "known@body.example");
		const answers = await Promise.all(
			["known@body.example", "unknown@body.example"].map(async (email) => {
				const answer = await askFor(contact, email);
				return [answer.status, answer.headers.get("Location"), await answer.text()];
			}),
		);
		expect(answers[0]).toEqual(answers[1]);
		const stranger = await myLink(app, "stranger@body.example");
		const before = await app.owner.selectFrom("my_links").select("id").execute();
		const refused = await askFor(contact.replace(/^\/en\/my\/[a-z2-7]+/, stranger), "theirs@body.example");
		expect(refused.headers.get("Location")).toBe(stranger);
		expect(await app.owner.selectFrom("my_links").select("id").execute()).toHaveLength(before.length);
		const wrong = await askFor(contact, "not an address");
		expect(wrong.status).toBe(422);
		expect(await wrong.text()).toContain('value="not an address"');
	});

	test("moves by no link that was for an address before, nor after either has been erased", async () => {
		const { contact } = await bodyOf("first@body.example");
		for (const email of ["second@body.example", "third@body.example"]) await askFor(contact, email);
		const [second, third] = [await moveLink("second@body.example"), await moveLink("third@body.example")];
		await app.post(second, {});
		expect([(await app.get(third)).status, (await app.post(third, {})).status]).toEqual([404, 404]);
		expect(await bodies("third@body.example")).toBe(false);

		// Back again: the link by which it went there does not take it there once more.
		await askFor(await contactOf("second@body.example"), "first@body.example");
		await app.post(await moveLink("first@body.example"), {});
		expect((await app.post(second, {})).status).toBe(404);
		expect(await bodies("first@body.example")).toBe(true);

		await askFor(await contactOf("first@body.example"), "erased@body.example");
		const erased = await moveLink("erased@body.example");
		await app.post(`${await myLink(app, "erased@body.example")}/erase`, {});
		expect((await app.post(erased, {})).status).toBe(404);
		await askFor(await contactOf("first@body.example"), "late@body.example");
		const late = await moveLink("late@body.example");
		await app.post(`${await myLink(app, "first@body.example")}/erase`, {});
		expect((await app.post(late, {})).status).toBe(404);
	});
});
