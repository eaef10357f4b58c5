import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askForLink as ask } from "#app/campaigns/ask-for-link.server.ts";
import { locales, translator } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { addressKey } from "#emails/address-key.ts";
import { type AddressState, addressStates, arrange } from "#tests/support/address-states.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { askForLink, myLink } from "#tests/support/my.ts";
import { sendRaw } from "#tests/support/raw-http.ts";
import { mailsTo, signAndConfirm } from "#tests/support/signing.ts";
import { workDone } from "#tests/support/work-done.ts";

// Nobody finds out by asking for a link what an address holds; only who reads its mail does.

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());

let made = 0;
async function addressIn(state: AddressState): Promise<string> {
	const email = `holder-${String(++made).padStart(4, "0")}@example.org`;
	await arrange(app.db, readKeyRing(app.settings.SECRET_KEYS), state, email);
	return email;
}

describe("whatever an address holds", () => {
	test("the answer to asking is the same to the byte", async () => {
		const { port, host } = new URL(app.origin);
		const answers = new Map<string, string[]>();
		for (const trap of ["", "https://x.example"])
			for (const state of [...addressStates, ...addressStates]) {
				const body = new URLSearchParams({ email: await addressIn(state), homepage: trap }).toString();
				const head = [
					"POST /en/my HTTP/1.1",
					`Host: ${host}`,
					"Content-Type: application/x-www-form-urlencoded",
					`Content-Length: ${body.length}`,
					"Connection: close",
				];
				const [answer] = await sendRaw(Number(port), `${head.join("\r\n")}\r\n\r\n${body}`);
				answer?.headers.delete("date");
				const bytes = JSON.stringify([answer?.status, [...(answer?.headers ?? [])], answer?.body.toString("latin1")]);
				answers.set(bytes, [...(answers.get(bytes) ?? []), state]);
			}
		expect([...answers.keys()]).toEqual([expect.stringContaining("/en/my/check-your-email")]);
	});

	test("the work is the same: one statement, the same scans, rows read and rows written", async () => {
		const keys = readKeyRing(app.settings.SECRET_KEYS);
		const key = await addressKey(app.db, keys);
		const work = (email: string) =>
			workDone(app.db, (trx) =>
				ask(trx, keys, key, {
					email,
					locale: "en",
					suspect: false,
					origin: "https://campaign.example",
					kind: "my-link",
				}),
			);
		const addresses = await Promise.all(addressStates.map(async (state) => ({ state, email: await addressIn(state) })));
		// Postgres settles on its plan after a few.
		for (const { email } of [...addresses, ...addresses]) await work(email);
		const works = [];
		for (const { state, email } of addresses) works.push({ state, ...(await work(email)) });
		const [ofNew] = works;
		expect(ofNew).toMatchObject({ statements: ["InsertQueryNode"], done: { my_links: expect.anything() } });
		for (const one of works) expect(one).toEqual({ ...ofNew, state: one.state });
	});

	test.each(locales)(
		"the mail is the same but for its link, and says nothing of a cause or a person (%s)",
		async (locale) => {
			const mails = await Promise.all(
				(["new", "confirmed", "pending"] as const).map(async (state) => {
					const email = await addressIn(state);
					const link = await myLink(app, email, locale);
					const mail = (await mailsTo(app, email)).find(({ text }) => text.includes(link));
					return { subject: mail?.subject, text: mail?.text.replace(link, ""), html: mail?.html?.replaceAll(link, "") };
				}),
			);
			expect(mails[0]?.subject).toBe(translator(locale)("mail.my.subject"));
			for (const mail of mails) expect(mail).toEqual(mails[0]);
			expect(JSON.stringify(mails[0])).not.toMatch(/holder-|zhanaozen|жанаозен|жаңаөзен/i);
		},
	);
});

describe("a form that is not in order", () => {
	test.each([
		["", "sign.email.missing"],
		["not an address", "sign.email.invalid"],
	] as const)("comes back with what was typed: %j", async (email, key) => {
		const answer = await askForLink(app, email);
		const page = await answer.text();
		expect(answer.status).toBe(422);
		expect(page).toContain(translator("en")(key));
		expect(page).toContain(`value="${email}"`);
	});

	test("met a trap: nothing is kept, and nobody can tell", async () => {
		const links = async () => (await app.owner.selectFrom("my_links").select("id").execute()).length;
		const before = await links();
		const answer = await app.post("/en/my", { email: "robot@example.org", homepage: "https://x.example" });
		expect([answer.status, await links()]).toEqual([303, before]);
	});
});

describe("a link", () => {
	test("asked for where givers ask leads to their gifts", async () => {
		const email = "lost-link@example.org";
		expect((await app.post("/en/donations", { email })).status).toBe(303);
		const mail = await until(async () => (await mailsTo(app, email))[0], "the link to the gifts");
		expect(mail.text).toMatch(/\/en\/my\/[a-z2-7]{32}#donations\b/);
	});

	test("shows what is held under its own address, to nobody else anything, and GET changes nothing", async () => {
		const fields = { visibility: "public", name: "Own Sample", town: "Owntown" };
		await signAndConfirm(app, "own@example.org", fields);
		await signAndConfirm(app, "other@example.org", { ...fields, name: "Other Sample", town: "Othertown" });
		const link = await myLink(app, "own@example.org");
		const dump = async () => {
			const tables = [
				"signatures",
				"submissions",
				"subscriptions",
				"erasures",
				"my_links",
				"signature_consents",
			] as const;
			return Promise.all(tables.map((table) => app.owner.selectFrom(table).selectAll().execute()));
		};
		const before = await dump();
		for (let i = 0; i < 2; i++) {
			const answer = await app.get(link);
			const page = await answer.text();
			expect([answer.status, answer.headers.get("Cache-Control"), answer.headers.get("Referrer-Policy")]).toEqual([
				200,
				"private, no-store",
				"no-referrer",
			]);
			expect(page).toContain("Own Sample");
			expect(page).not.toContain("Other");
			expect(page).toContain("<title>Yntymaq</title>");
			expect(answer.headers.get("Set-Cookie")).toBeNull();
		}
		const [, id] = /\/signatures\/([0-9a-f-]{36})/.exec(await (await app.get(link)).text()) ?? [];
		for (const rest of [`/signatures/${id}`, `/erase/signature/${id}`, "/erase", "/data.json"])
			expect([rest, (await app.get(link + rest)).status]).toEqual([rest, 200]);
		expect(await dump()).toEqual(before);
	});

	test("of one address does nothing to what is another's", async () => {
		await signAndConfirm(app, "mine@example.org", { visibility: "public", name: "Mine Sample" });
		const theirs = await (await app.get(await myLink(app, "mine@example.org"))).text();
		const [, id] = /\/signatures\/([0-9a-f-]{36})/.exec(theirs) ?? [];
		const link = await myLink(app, "stranger@example.org");
		const before = await app.owner.selectFrom("signatures").selectAll().orderBy("id").execute();
		expect((await app.post(`${link}/signatures/${id}`, { visibility: "counted" })).status).toBe(409);
		await app.post(`${link}/erase/signature/${id}`, {});
		await app.post(`${link}/erase`, {});
		expect(await app.owner.selectFrom("signatures").selectAll().orderBy("id").execute()).toEqual(before);
	});

	test("works for 24 hours; asking again ends no earlier one", async () => {
		const link = await myLink(app, "late@example.org");
		const second = await myLink(app, "late@example.org");
		expect((await app.get(link)).status).toBe(200);
		await sql`update my_links set expires_at = expires_at - interval '24 hours'
			where ctid = (select ctid from my_links order by expires_at limit 1 offset (select count(*) - 2 from my_links))`.execute(
			app.owner,
		);
		const answers = await Promise.all([link, second].map(async (one) => (await app.get(one)).status));
		expect(answers.sort()).toEqual([200, 404]);
	});

	test("that is unknown answers like one that is too old, to a GET and to a POST", async () => {
		const link = await myLink(app, "old@example.org");
		await sql`update my_links set expires_at = now()`.execute(app.owner);
		const unknown = `/en/my/${"a".repeat(32)}`;
		const answers = async (path: string) => {
			const pages = [await app.get(path), await app.post(path, { intent: "updates-on", campaign: "zhanaozen" })];
			const texts = await Promise.all(pages.map(async (page) => [page.status, await page.text()] as const));
			return texts.map(([status, text]) => [status, text.replaceAll(path.slice(3), "")]);
		};
		expect(await answers(link)).toEqual(await answers(unknown));
		expect((await answers(unknown)).map(([status]) => status)).toEqual([404, 404]);
	});
});

test("no log line holds an address, a name or a token", async () => {
	const tokens = (await app.mails()).flatMap(({ text }) => /\/my\/([a-z2-7]{32})/.exec(text)?.[1] ?? []);
	expect(tokens.length).toBeGreaterThan(5);
	expect(app.logged.join("")).not.toMatch(new RegExp(["example\\.org", "Sample", ...tokens].join("|")));
});
