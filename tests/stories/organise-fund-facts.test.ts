import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { translator } from "#app/i18n/translate.ts";
import { logger } from "#app/log.ts";
import { access } from "#app/organise/access.ts";
import { performDue } from "#app/organise/approvals/perform.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

let app: TestApp;
let administrator: SignedInClient;
let treasurer: SignedInClient;
let auditor: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	// The demonstration's takes gifts: here it is still to be opened.
	await sql`update funds set opened_at = null`.execute(app.owner);
	administrator = await signIn(app, await makeOrganiser(app));
	treasurer = await signIn(app, await makeOrganiser(app, { roles: ["treasurer"] }));
	auditor = await signIn(app, await makeOrganiser(app, { roles: ["auditor"] }));
});
afterAll(() => app.stop());

const fund = "/organise/campaigns/zhanaozen/fund";
// The registry's own example (SWIFT, IBAN Registry).
const iban = "DE89 3704 0044 0532 0130 00";
const account = { mode: "transfer", holder: "Sample union", iban, url: "" };
const text = async (path: string, who: { get(path: string): Promise<Response> } = app) => (await who.get(path)).text();
const facts = (over: Record<string, string> = {}) => ({
	legal_name: "Sample union, registered",
	country: "DE",
	...Object.fromEntries(
		["en", "ru", "kk"].flatMap((locale) =>
			["purpose", "who_decides", "costs", "surplus"].map((fact) => [`${fact}-${locale}`, `${fact} in ${locale}`]),
		),
	),
	...over,
});
const shown = async () =>
	(
		await sql<{ holder: string }>`select holder from funds f join fund_accounts a on a.id = f.account_id`.execute(
			app.owner,
		)
	).rows.map(({ holder }) => holder);

async function perform() {
	const log = logger("error", () => undefined);
	const performer = { db: app.db, keys: readKeyRing(app.settings.SECRET_KEYS), settings: app.settings, log };
	await performDue(performer, new AbortController().signal);
}

test("a sample fund that is not open is marked as one, says for whom it is, and takes no gift", async () => {
	for (const [locale, purpose] of [
		["en", "families of those killed, wounded and jailed at Zhanaozen"],
		["ru", "семьям убитых, раненых и заключённых в Жанаозене"],
		["kk", "отбасыларына"],
	] as const) {
		const [closed = ""] = translator(locale)("fund.not-open").split(".");
		const html = await text(`/${locale}/fund/zhanaozen`);
		expect(html).toContain(purpose);
		expect(html).toContain(closed);
		expect(html).toMatch(/Sample|Образец|Үлгі/);
		// Nobody sends money to what is not open.
		expect(html).not.toMatch(/IBAN|https:\/\/example\.org/);
	}
	expect((await app.get("/en/fund/none")).status).toBe(404);
});

describe("the facts", () => {
	test("are written by treasurer and administrator, read by the auditor, and stand on the page", async () => {
		expect((await auditor.get(fund)).status).toBe(200);
		expect((await auditor.post(fund, facts())).status).toBe(403);
		expect((await treasurer.post(fund, facts())).status).toBe(303);
		const html = await text("/ru/fund/zhanaozen");
		expect(html).toContain("who_decides in ru");
		expect(html).toContain("Германия");
		expect((await administrator.post(fund, facts({ "costs-en": "" }))).status).toBe(303);
	});

	test("that are missing in one language keep the fund closed, and its page from search engines", async () => {
		const opening = "/organise/campaigns/zhanaozen/opening";
		expect((await administrator.post(opening, { intent: "open fund" })).status).toBe(409);
		expect(await text("/sitemap.xml")).not.toContain("/fund/");
		expect(await text("/en/fund/zhanaozen")).toContain('content="noindex"');
		await administrator.post(fund, facts());
		expect(await text("/sitemap.xml")).toContain("/en/fund/zhanaozen");
		expect((await administrator.post(opening, { intent: "open fund" })).status).toBe(303);
		expect(await text("/en/fund/zhanaozen")).toContain("Please do not give from Kazakhstan or Russia.");
	});

	test("of an open fund may not be emptied, what was typed is kept, and errors stand beside the fields", async () => {
		const answer = await treasurer.post(
			fund,
			facts({ "surplus-kk": " ", "purpose-en": "a\u202eb", country: "atlantis" }),
		);
		expect(answer.status).toBe(422);
		const html = await answer.text();
		for (const field of ["surplus-kk", "purpose-en", "country"]) expect(html).toContain(`id="${field}-error"`);
		expect(html).toContain("who_decides in kk");
		expect(await text("/kk/fund/zhanaozen")).toContain("surplus in kk");
	});
});

describe("what is said of a fund", () => {
	test.each([
		["an IBAN", "Give to DE89 3704 0044 0532 0130 00, the families' own account"],
		["an IBAN in small letters, parted by dots", "give to kz86.125k.zt50.0410.0100"],
		["a card's number", "4111 1111-1111 1111"],
		["an account of twenty digits", "Счёт 40817810099910004312"],
		["Bitcoin", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
		["a mail address", "Pay to aid@example.org"],
		["a link", "More at https://example.org/"],
	])("names nowhere else to pay to: %s", async (_, said) => {
		for (const field of ["legal_name", "purpose-en", "who_decides-ru", "costs-kk", "surplus-en"]) {
			const answer = await treasurer.post(fund, facts({ [field]: said }));
			expect(answer.status).toBe(422);
			expect(await answer.text()).toContain(`id="${field}-error"`);
		}
	});

	test("is told of places, days and numbers as people write them", async () => {
		const said =
			"In 2011, on 16 December, at Zhanaozen; 1,500,000 euros from 2026 on, by 3 of 5 (register no. 12345678).";
		expect((await treasurer.post(fund, facts({ "purpose-en": said }))).status).toBe(303);
		expect((await treasurer.post(fund, facts())).status).toBe(303);
	});

	test("names no account by any other way into the database", async () => {
		for (const statement of [
			sql`update funds set legal_name = 'DE89 3704 0044 0532 0130 00'`,
			sql`update fund_editions set costs = 'to 4111 1111 1111 1111'`,
			sql`update fund_editions set purpose = '0x52908400098527886E0F7030069857D2E4169EE7'`,
		])
			await expect(statement.execute(app.db)).rejects.toMatchObject({ code: "23514" });
	});

	test("needs the second factor anew, as the amounts do", () => {
		for (const path of [fund, `${fund}/amounts`])
			expect(access[path.slice(1).replace("zhanaozen", ":slug")]).toMatchObject({ stepUp: true });
	});

	test("of an open fund is mailed to every organiser when holder, country or purpose change, and else to nobody", async () => {
		await sql`update funds set opened_at = now()`.execute(app.owner);
		const waits = async () =>
			(
				await sql`select from email_deliveries d join email_messages m on m.id = d.message_id
					where m.kind = 'organisers-notice'`.execute(app.owner)
			).rows.length;
		const mails = async (over: Record<string, string>) => {
			const before = await waits();
			expect((await treasurer.post(fund, facts(over))).status).toBe(303);
			return (await waits()) - before;
		};
		expect(await mails({})).toBe(0);
		expect(await mails({ "costs-en": "Other costs" })).toBe(0);
		// Whoever did it too: it can have been somebody else with their session.
		for (const [name, over] of [
			["legal_name", "Another union"],
			["country", "IT"],
			["purpose-kk", "Another purpose"],
		] as const)
			expect(await mails({ [name]: over })).toBeGreaterThanOrEqual(3);
		await treasurer.post(fund, facts());
	});
});

test("what is kept back is read by the auditor, raised on the fund's page and refused beside its field", async () => {
	const keep = (who: SignedInClient, percent: string) => who.post(fund, { intent: "reserve", percent });
	expect(await text(fund, auditor)).toContain("10% of the gifts by card");
	expect((await keep(auditor, "20")).status).toBe(403);
	for (const wrong of ["101", "", "-1", "1.5"]) {
		const answer = await keep(treasurer, wrong);
		expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('id="percent-error"')]);
	}
	expect((await keep(treasurer, "20")).status).toBe(303);
	expect(await text(fund, auditor)).toContain("20% of the gifts by card");
	expect((await keep(treasurer, "5")).status).toBe(303);
	expect((await keep(administrator, "4")).status).toBe(409);
	expect(await text(fund, administrator)).toContain("Asked for: 5%");
	expect(await text("/organise/approvals", administrator)).toContain("20% is kept back");
	// What was typed here is not what the other form has.
	expect(await text(fund, auditor)).toContain("purpose in kk");
});

describe("the account that givers are shown", () => {
	const ask = (who: SignedInClient, over: Record<string, string> = {}) =>
		who.post(`${fund}/account`, { ...account, ...over });

	test.each([
		[{ iban: "DE89 3704 0044 0532 0130 01" }, "iban"],
		[{ iban: "" }, "iban"],
		[{ holder: "" }, "holder"],
		[{ mode: "cash" }, "mode"],
		[{ mode: "held", url: "http://example.org/" }, "url"],
		[{ mode: "held", url: "https://name:word@example.org/" }, "url"],
	])("is not asked for with %j", async (over, field) => {
		const answer = await ask(treasurer, over);
		expect(answer.status).toBe(422);
		expect(await answer.text()).toMatch(new RegExp(`href="#${field}"`));
	});

	test("changes when a second person has agreed, everybody was mailed and two days have gone by, and not before", async () => {
		const before = await shown();
		const mails = (await app.mails()).length;
		expect((await ask(treasurer)).status).toBe(303);
		// One change waits at a time.
		expect((await ask(administrator, { holder: "Another" })).status).toBe(409);
		const page = await text(fund, administrator);
		expect(page).toContain("DE89 3704 0044 0532 0130 00");
		const { id } = await app.owner
			.selectFrom("approvals")
			.where("action", "=", "fund.account")
			.select("id")
			.executeTakeFirstOrThrow();
		const agree = (who: SignedInClient) => who.post("/organise/approvals", { intent: "agree", id });
		expect((await agree(treasurer)).status).toBe(422);
		await perform();
		expect(await shown()).toEqual(before);
		expect((await agree(administrator)).status).toBe(303);
		await perform();
		expect(await shown()).toEqual(before);
		const { rows } = await sql<{ state: string; hours: number }>`
			select state, round(extract(epoch from not_before - now()) / 3600)::int as hours from approvals where id = ${id}`.execute(
			app.owner,
		);
		expect(rows).toEqual([{ state: "agreed", hours: 48 }]);
		await expect.poll(async () => (await app.mails()).length - mails).toBeGreaterThanOrEqual(4);
		await sql`update approvals set not_before = now() where id = ${id}`.execute(app.owner);
		await perform();
		await expect.poll(shown).toEqual(["Sample union"]);
		expect(await text("/en/fund/zhanaozen")).toContain("DE89 3704 0044 0532 0130 00");
	});

	test("is never changed in place, by the application's own role either", async () => {
		for (const statement of [sql`update fund_accounts set iban = null`, sql`delete from fund_accounts`])
			await expect(statement.execute(app.db)).rejects.toMatchObject({ code: "42501" });
	});
});

describe("amounts and currencies", () => {
	const amounts = `${fund}/amounts`;
	const row = (place: number, over: Record<string, string> = {}) =>
		Object.fromEntries(
			Object.entries({
				...{ currency: "JPY", least: "500", most: "100 000", suggested: "1 500; 3 000", rate: "3,6", fixed: "0" },
				...over,
			}).map(([field, value]) => [`${field}-${place}`, value]),
		);

	test("are the defaults until the treasurer settles others, and the form offers those", async () => {
		expect(await text(amounts, auditor)).toContain('value="GBP"');
		expect((await auditor.post(amounts, row(0))).status).toBe(403);
		const euro = { currency: "eur", least: "5", most: "250", suggested: "15", fixed: "0.35" };
		expect((await treasurer.post(amounts, { ...row(0, euro), ...row(2) })).status).toBe(303);
		const kept =
			await sql`select currency, place, least, most, suggested::text, fee_rate, fee_fixed from fund_currencies
			order by place`.execute(app.owner);
		expect(kept.rows).toEqual([
			{ currency: "EUR", place: 1, least: 500, most: 25_000, suggested: "{1500}", fee_rate: 360, fee_fixed: 35 },
			{
				currency: "JPY",
				place: 2,
				least: 500,
				most: 100_000,
				suggested: "{1500,3000}",
				fee_rate: 360,
				fee_fixed: 0,
			},
		]);
		await sql`update funds set opened_at = now()`.execute(app.owner);
		const yen = await text("/en/fund/zhanaozen?currency=JPY");
		expect(yen).toContain('value="1500"');
		expect(yen).not.toContain("GBP");
	});

	test.each([
		[row(0, { currency: "XYZ" }), "currency-0"],
		[{ ...row(0), ...row(1) }, "currency-1"],
		[row(0, { least: "0" }), "least-0"],
		[row(0, { least: "100.5" }), "least-0"],
		[row(0, { suggested: "1; 2" }), "suggested-0"],
		[row(0, { rate: "20,01" }), "rate-0"],
		[{}, "currency-0"],
	])("that make no sense are refused beside their field", async (fields, wrong) => {
		const answer = await treasurer.post(amounts, fields);
		expect(answer.status).toBe(422);
		expect(await answer.text()).toContain(`id="${wrong}-error"`);
	});
});
