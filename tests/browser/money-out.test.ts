import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseAt, type TestDatabase } from "#tests/support/database.ts";
import { journalInSql } from "#tests/support/ledger.ts";
import { plantedPhoto } from "#tests/support/planted-photo.ts";
import { axeFinds, tooSmall } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// Three organisers with telephones: one asks for help for a family, two approve, it is paid, a receipt comes
// in, and another than who paid confirms that it arrived.

const aid = "/organise/campaigns/zhanaozen/fund/aid";
const secret = "Sample Family Of The Story";
let site: Site;
let database: TestDatabase;
let one: Page;
let two: Page;
let treasurer: Page;
beforeAll(async () => {
	site = await openSite();
	database = databaseAt(site.settings.DATABASE_URL ?? "", async () => undefined);
	await database.owner.transaction().execute(async (trx) => {
		const { rows } = await sql<{ id: number }>`select id from campaigns where slug = 'zhanaozen'`.execute(trx);
		const legs = [
			["bank", 100_000],
			["donations_bank", -100_000],
		] as const;
		await journalInSql(trx, rows[0]?.id ?? 0, "test:story", legs);
	});
	const comeIn = async (link = "") => {
		const context = await site.browser.newContext({
			baseURL: site.app.origin,
			viewport: { width: 360, height: 640 },
		});
		const page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await page.goto(link);
		await page.getByRole("button").click();
		await page.waitForURL("**/organise");
		return page;
	};
	one = await comeIn(site.organisers[0]);
	two = await comeIn(site.organisers[1]);
	treasurer = await comeIn(site.organisers[2]);
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await database?.drop();
	await site?.close();
});

const seen: string[] = [];
/** The page fits the phone, every control a thumb, and axe finds nothing. */
async function isInOrder(page: Page) {
	seen.push(page.url());
	expect([page.url(), await axeFinds(page), await tooSmall(page)]).toEqual([page.url(), [], []]);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth);
	expect([page.url(), wide]).toEqual([page.url(), 360]);
}
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
let family = "";
let request = "";

test("the treasurer enters a family and asks for help; nobody can approve before the checks", async () => {
	await treasurer.goto(`${aid}/people/new`);
	await isInOrder(treasurer);
	await treasurer.getByLabel("Name", { exact: true }).fill(secret);
	await treasurer.getByLabel("Where help goes").fill("An account of the story");
	await press(treasurer, "Seal and save");
	await treasurer.getByText("A check is missing").waitFor();
	await isInOrder(treasurer);
	expect(await treasurer.content()).not.toContain(secret);
	family = new URL(treasurer.url()).pathname;
	await treasurer.getByRole("link", { name: "Ask for help for a family" }).click();
	await isInOrder(treasurer);
	await treasurer.getByLabel("Currency").selectOption("EUR");
	await treasurer.getByLabel("Amount").fill("300");
	await press(treasurer, "Ask the committee");
	await treasurer.getByText("waits for two approvals").waitFor();
	await isInOrder(treasurer);
	request = new URL(treasurer.url()).pathname;
	await one.goto(request);
	await one.getByText("Approve: A check is missing").waitFor();
	expect(await one.getByRole("button", { name: "Approve" }).count()).toBe(0);
	await isInOrder(one);
});

test("a name is looked at with a reason, by one and once", async () => {
	await one.goto(family);
	await one.getByLabel("Why do you look?").selectOption("decide");
	await press(one, "Look");
	expect(await one.getByLabel("Name", { exact: true }).inputValue()).toBe(secret);
	await isInOrder(one);
	await one.goto(family);
	expect(await one.content()).not.toContain(secret);
	const { rows } = await sql<{ act: string; figures: object }>`
		select act, figures from audit_log where act = 'beneficiary.looked-at'`.execute(database.owner);
	expect(rows).toEqual([{ act: "beneficiary.looked-at", figures: { reason: "decide" } }]);
});

test("the three checks, explained in Kazakh and in Russian", async () => {
	await treasurer.goto(`${family}/checks`);
	await isInOrder(treasurer);
	await treasurer.locator("details[open] p, summary[lang=kk]").first().click();
	expect(await treasurer.locator("div[lang=kk]").textContent()).toContain("он жұмыс күні");
	expect(await treasurer.locator("div[lang=ru]").textContent()).toContain("десяти рабочих дней");
	const form = (kind: string) => treasurer.locator("form", { has: treasurer.locator(`input[value="${kind}"]`) });
	await form("lists").getByRole("button").click();
	await treasurer.locator(".error-summary, #lists-note:invalid").first().waitFor();
	await form("agreement").getByLabel("By a call").check();
	await form("agreement").getByLabel("By bank").check();
	await form("agreement").getByLabel("Қазақша").check();
	await form("agreement").getByLabel("They agree").check();
	await form("agreement").getByRole("button").click();
	await form("lists").getByLabel("United Nations").check();
	await form("lists").getByLabel("Nothing was found").check();
	await form("lists").getByLabel("Who looked").fill("The clerk of the story");
	await form("lists").getByRole("button").click();
	const day = await form("foreign-money").getByLabel("Day of the check").inputValue();
	await form("foreign-money").getByLabel("Русский").check();
	await form("foreign-money").getByLabel("Day on which the lawyer was asked").fill(day);
	await form("foreign-money").getByLabel("No notice is needed").check();
	await form("foreign-money").getByLabel("Which lawyer").fill("A lawyer of the story");
	await form("foreign-money").getByRole("button").click();
	await treasurer.getByText("All three checks hold.").waitFor();
	await isInOrder(treasurer);
});

test("two approve, it is paid, the receipt comes in, and another confirms", async () => {
	await one.goto(request);
	await one.getByRole("link", { name: "See the checks" }).click();
	await one.getByText("All three checks hold.").waitFor();
	await one.goto(request);
	await press(one, "Approve");
	await one.getByText("waits for a second approval").waitFor();
	await one.getByText("Approve: You have done your part").waitFor();
	await two.goto(request);
	await press(two, "Approve");
	await two.getByText("approved, to be paid").waitFor();
	await isInOrder(two);
	await treasurer.goto(aid);
	await treasurer.getByText("Approved today.").waitFor();
	await isInOrder(treasurer);
	await treasurer.goto(request);
	await isInOrder(treasurer);
	await treasurer.getByLabel("Fee of the transfer").fill("4.50");
	await treasurer.getByLabel("What arrived").fill("150 000");
	await treasurer.getByLabel("In which currency").fill("kzt");
	await treasurer.getByLabel("The bank’s reference").fill("REFERENCE-OF-THE-STORY");
	await press(treasurer, "Record the payment");
	await treasurer.getByText("paid, evidence is missing").waitFor();
	await isInOrder(treasurer);
	expect(await treasurer.content()).not.toContain("REFERENCE-OF-THE-STORY");
	await treasurer.getByRole("link", { name: "Add a receipt" }).click();
	await isInOrder(treasurer);
	const buffer = await plantedPhoto("jpeg", 6);
	await treasurer.getByLabel("Picture of the receipt").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
	await press(treasurer, "Seal and keep");
	await treasurer.getByText("paid, to be confirmed by a second person").waitFor();
	await treasurer.getByText("It takes somebody else than who paid").waitFor();
	await two.goto(request);
	await press(two, "Confirm that it was delivered");
	await two.getByText("delivered", { exact: true }).waitFor();
	await isInOrder(two);
	const { rows } = await sql<{ key: string }>`
		select split_part(key, ':', 3) as key from journals where key like 'aid:%' and key like ${`%${request.split("/").at(-1)}%`}
		order by seq`.execute(database.owner);
	expect(rows).toEqual([{ key: "approved" }, { key: "paid" }]);
});

test("no address, log of acts or mail holds a word of whom it was for", async () => {
	for (const address of seen) expect(address).not.toMatch(/Sample|Family|story/i);
	const { rows } = await sql<{ row: string }>`
		select t::text as row from audit_log t union all select t::text from approvals t`.execute(database.owner);
	expect(rows.map(({ row }) => row).join()).not.toMatch(/Story|REFERENCE/i);
	expect(await (await site.app.get("/mailbox.json")).text()).not.toContain(secret);
});

test("the family is erased at a word, and its page says nothing more", async () => {
	await treasurer.goto(family);
	// Folded away, and the box has to be ticked: nobody does it in passing.
	expect(await treasurer.getByLabel("Erase this family for good").isVisible()).toBe(false);
	await treasurer.locator("summary", { hasText: "Erase" }).click();
	await isInOrder(treasurer);
	await treasurer.getByLabel("Erase this family for good").check();
	await press(treasurer, "Erase");
	await treasurer.waitForURL(`**${aid}/people`);
	await treasurer.goto(family);
	await treasurer.getByText("has been erased").waitFor();
	await isInOrder(treasurer);
	await treasurer.goto(request);
	await treasurer.getByText("delivered", { exact: true }).waitFor();
});
