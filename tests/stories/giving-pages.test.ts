import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app?.stop());

const page = async (path: string) => (await app.get(path)).text();
const gift = { amount: "20", currency: "EUR", frequency: "once", display_name: "", dedication: "", email: "" };
const donate = (fields: Record<string, string>, locale = "en") => app.post(`/${locale}/fund/zhanaozen/donate`, fields);

describe("the fund's page", () => {
	test.each([
		["en", "Please do not give from Kazakhstan or Russia."],
		["ru", "Пожалуйста"],
		["kk", "Қазақстан"],
	])(
		"says in %s above the amounts who holds the money, where it goes and from where nobody should give",
		async (l, not) => {
			const html = await page(`/${l}/fund/zhanaozen`);
			const form = html.indexOf("<form");
			expect(html.slice(0, form)).toContain(not);
			expect(html.slice(0, form)).toMatch(/<p class="lead">[^<]*(?:the sample holder|из образца|үлгідегі)/);
			expect(html).toContain('name="cover_fee"');
		},
	);

	test("ticks nothing that costs, and is the same without a script", async () => {
		const html = await page("/en/fund/zhanaozen");
		const boxes = html.match(/<input type="checkbox"[^>]*>/g) ?? [];
		expect(boxes.filter((box) => box.includes("checked"))).toEqual([]);
		expect(html.match(/<input type="radio"[^>]*name="amount"[^>]*checked/)).toBeNull();
		expect(html).not.toContain("<script");
	});

	test("is asked for in another currency by its address, and any other is the first", async () => {
		const pounds = await page("/en/fund/zhanaozen?currency=GBP");
		expect(pounds).toContain('name="currency" value="GBP"');
		expect(pounds).toContain("£20");
		// Another language asks in the same.
		expect(pounds).toContain('href="/kk/fund/zhanaozen?currency=GBP"');
		expect(await page("/en/fund/zhanaozen?currency=XXX")).toContain('name="currency" value="EUR"');
	});

	test("keeps for whoever comes back without paying what they had said, and says that nothing was taken", async () => {
		const said = "?amount=35.00&back=1&currency=GBP&frequency=monthly";
		const html = await page(`/en/fund/zhanaozen${said}`);
		expect(html).toContain("nothing was taken");
		expect(html).toContain('value="35"');
		expect(html).toContain('name="currency" value="GBP"');
		const monthly = html.match(/<input[^>]*value="monthly"[^>]*>/)?.[0];
		expect(monthly).toContain("checked");
		expect(await page("/en/fund/zhanaozen?amount=35.00&frequency=monthly")).not.toContain('value="35"');
	});

	test("lets its form lead to the page for paying, and no other page's", async () => {
		const csp = async (path: string) => (await app.get(path)).headers.get("Content-Security-Policy") ?? "";
		expect(await csp("/en/fund/zhanaozen")).toMatch(/form-action 'self' http:\/\/127\.0\.0\.1:\d+(?:;|$)/);
		expect(await csp("/en/petitions/zhanaozen")).toMatch(/form-action 'self'(?:;|$)/);
		expect((await donate({ ...gift, amount: "x" })).headers.get("Content-Security-Policy")).toMatch(
			/form-action 'self' http:\/\/127\.0\.0\.1:\d+(?:;|$)/,
		);
	});
});

describe("giving", () => {
	test("by card leads to the page for paying", async () => {
		const answer = await donate(gift);
		expect(answer.status).toBe(303);
		expect(answer.headers.get("Location")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/c\/pay\/cs_/);
		expect(answer.headers.get("Cache-Control")).toContain("no-store");
	});

	test("keeps what was typed beside what is wrong", async () => {
		const answer = await donate({
			...gift,
			amount: "other",
			amount_other: "1,2,3",
			dedication: "For <K>",
			cover_fee: "on",
		});
		expect(answer.status).toBe(422);
		const html = await answer.text();
		expect(html).toContain('value="1,2,3"');
		expect(html).toContain("For &lt;K&gt;");
		expect(html).toMatch(/name="cover_fee"[^>]*checked|checked[^>]*name="cover_fee"/);
		expect(html).toContain('href="#amount_other"');
	});

	test("by transfer leads to the gift's own page, which has account and reference and is nobody else's", async () => {
		const answer = await donate({ ...gift, way: "transfer" }, "ru");
		expect(answer.status).toBe(303);
		const path = answer.headers.get("Location") ?? "";
		expect(path).toMatch(/^\/ru\/donations\/[a-z2-7]{32}$/);
		const own = await app.get(path);
		expect(own.headers.get("Cache-Control")).toContain("no-store");
		const html = await own.text();
		expect(html).toContain("IT60 X054 2811 1010 0000 0123 456");
		expect(html).toMatch(/<strong>[0-9A-Z]{3} [0-9A-Z]{3} [0-9A-Z]{3}<\/strong>/);
	});

	test("from a body comes with a letter for its treasurer, and thanks only when the money has come", async () => {
		const body = {
			giver: "organisation",
			organisation: "Sample branch",
			address: "1 Road\nTown",
			contact: "",
			email: "",
		};
		const wrong = await donate({ ...gift, ...body });
		expect(wrong.status).toBe(422);
		expect(await wrong.text()).toContain("Sample branch");
		const answer = await donate({ ...gift, ...body, email: "office@example.org" }, "kk");
		expect(answer.status).toBe(303);
		const path = answer.headers.get("Location");
		expect(await page(path ?? "")).toContain(`${path}/letter.pdf`);
		const letter = await app.get(`${path}/letter.pdf`);
		expect(letter.headers.get("Content-Type")).toBe("application/pdf");
		expect((await letter.text()).slice(0, 5)).toBe("%PDF-");
		expect((await app.get(`${path}/thanks.pdf`)).status).toBe(404);
	});
});

test("the thank-you page says what became of a payment, keeps nothing and asks for nothing more", async () => {
	const { headers } = await donate(gift);
	const [session] = /cs_\w+/.exec(headers.get("Location") ?? "") ?? [];
	const answer = await app.get(`/en/fund/zhanaozen/thank-you?session=${session}`);
	expect(answer.headers.get("Cache-Control")).toContain("no-store");
	const html = await answer.text();
	expect(html).toContain("Nothing has been paid");
	expect(html).not.toContain("<form");
	// In another language it is about the same payment: never that nothing was paid, of one that is not named.
	const [, other = ""] = /href="(\/kk\/fund\/zhanaozen\/thank-you[^"]*)"/.exec(html) ?? [];
	expect(other).toBe(`/kk/fund/zhanaozen/thank-you?session=${session}`);
	for (const unnamed of ["", "?session=cs_test_nobodys"]) {
		const unknown = await page(`/en/fund/zhanaozen/thank-you${unnamed}`);
		expect(unknown).toContain("please do not pay again");
		expect(unknown).not.toMatch(/Nothing has been paid|No money was taken/);
	}
	expect((await app.get("/en/fund/none/thank-you?session=cs_1")).status).toBe(404);
});
