import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as invite } from "#app/cli/invite-organiser.ts";
import { operate } from "#tests/support/operator.ts";
import { mailTo } from "#tests/support/signing.ts";
import { linkIn } from "#tests/support/signing-in.ts";
import { openReader, type Reader } from "./browser.ts";
import { openSite, type Site } from "./site.ts";

// From the mail that invites an administrator to a second campaign that people sign in two languages: on a phone, without
// JavaScript, by what a person does. Every field, choice, tick and click counts.

const atMost = 60;
let site: Site;
let reader: Reader;
let page: Page;
let invitation: string;
beforeAll(async () => {
	site = await openSite();
	reader = await openReader(site.browser, site.app.origin, false);
	page = reader.page;
	page.setDefaultTimeout(20_000);
	await operate(
		{ url: site.settings.DATABASE_URL ?? "", settings: site.settings },
		invite,
		"second@example.org",
		...["--campaign", "zhanaozen", "--role", "administrator", "--language", "en"],
	);
	invitation = linkIn(await mailTo(site.app, "second@example.org"));
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

const actions: string[] = [];
/** One thing that a person does, counted. */
async function act<Done>(what: string, does: () => Promise<Done>): Promise<Done> {
	actions.push(what);
	return does();
}
const open = (path: string) => act(`open ${path.replace(/[a-z2-7]{32}/, "…")}`, () => page.goto(path));
const fill = (name: string, words: string) =>
	act(`fill ${name}`, () => page.locator(`main [name="${name}"]:visible`).last().fill(words));
const choose = (name: string, value: string) =>
	act(`choose ${name}`, () => page.locator(`[name="${name}"]`).selectOption(value));
const tick = (name: string, value: string) =>
	act(`tick ${name}`, () => page.locator(`[name="${name}"][value="${value}"]`).check());
const press = (name: string) =>
	act(`press ${name}`, () => page.getByRole("button", { name, exact: true }).last().click());
const follow = (name: string | RegExp) =>
	act(`follow ${name}`, () =>
		page
			.getByRole("link", typeof name === "string" ? { name, exact: true } : { name })
			.first()
			.click(),
	);
async function fillAll(words: Record<string, string>) {
	for (const [name, word] of Object.entries(words)) await fill(name, word);
}

const says = (words: string) => page.getByText(words, { exact: true }).first().waitFor();

test("an administrator comes in by the mail", async () => {
	await open(invitation);
	await fillAll({ name: "Sample", password: "a long enough sentence" });
	const letters = ((await page.textContent("p.copy")) ?? "").replaceAll(" ", "");
	await fill("code", new TOTP({ secret: Secret.fromBase32(letters) }).generate());
	await press("Come in");
	await follow("I have written them down: go to the desk");
});

test("begins a campaign in two languages, with a source", async () => {
	await follow("Begin a new campaign");
	await fillAll({ "title-en": "A sample campaign", "title-ru": "Образец кампании", slug: "second", day: "2027-05-01" });
	await press("Begin the campaign");
	await page.getByRole("heading", { name: "Texts", level: 1 }).waitFor();
	expect(await page.getByText("not written", { exact: true }).count()).toBeGreaterThanOrEqual(12);
	expect(await page.getByText("None is written yet.").count()).toBe(2);
	await follow("Sources");
	await fillAll({ id: "sample-record", cite: "A sample record, for this test", date: "1 May 2026" });
	await press("Add a source");
	await says("sample-record");
});

test("writes and publishes its text in both", async () => {
	await follow("All texts");
	await follow(/^English\s*: campaign/);
	expect(await page.inputValue("[name=title]")).toBe("A sample campaign");
	expect(await page.inputValue("[name=neutral_title]")).toBe("1 May");
	await fill("summary", "A campaign that a test has made.");
	await choose("asked.0.said_by", "record");
	await fill("asked.0.text", "A record says that this is a sample.");
	await tick("asked.0.sources", "sample-record");
	await fillAll({ questions: "Is this a sample?", body: "This is a sample [sample-record]." });
	await press("Save and publish now");
	await follow("Русский");
	expect(await page.inputValue("[name=title]")).toBe("Образец кампании");
	expect(await page.inputValue("[name=neutral_title]")).toBe("1 мая");
	await fillAll({
		summary: "Кампания, которую создал тест.",
		"asked.0.text": "В записи сказано, что это образец.",
		questions: "Это образец?",
		body: "Это образец [sample-record].",
	});
	await press("Save and publish now");
});

test("and its petition", async () => {
	await follow("All texts");
	await follow(/^English\s*: petitions/);
	await fillAll({
		title: "A sample petition",
		addressees: "A sample addressee",
		summary: "It asks for nothing.",
		sponsor: "A sample committee",
		hand_in: "On a sample day",
		body: "This is a sample.",
	});
	await press("Save and publish now");
	await follow("Русский");
	await fillAll({
		title: "Образец петиции",
		addressees: "Образец адресата",
		summary: "Она ни о чём не просит.",
		sponsor: "Образец комитета",
		hand_in: "В день для образца",
		body: "Это образец.",
	});
	await press("Save and publish now");
	expect((await site.app.get("/en/campaigns/second")).status).toBe(404);
	expect((await site.app.get("/en/petitions/second")).status).toBe(404);
});

test("publishes the campaign and opens the petition", async () => {
	await follow("Opening");
	expect(await page.getByRole("button", { name: "Open the form" }).count()).toBe(0);
	await press("Publish the campaign");
	await says("Published.");
	await press("Open the form");
	await page.getByRole("button", { name: "Close the form" }).waitFor();
	expect(await page.getByRole("button", { name: "Publish the campaign" }).count()).toBe(0);
});

test("so that both are read, and the petition signed, in both languages", async () => {
	for (const [locale, campaign, petition] of [
		["en", "A sample campaign", "A sample petition"],
		["ru", "Образец кампании", "Образец петиции"],
	]) {
		expect((await page.goto(`/${locale}/campaigns/second`))?.status()).toBe(200);
		expect(await page.textContent("h1")).toBe(campaign);
		expect((await page.goto(`/${locale}/petitions/second`))?.status()).toBe(200);
		expect(await page.textContent("h1")).toBe(petition);
		expect(await page.locator('form[action$="/petitions/second/sign"]').count()).toBe(1);
		const form = { email: `${locale}@example.org`, country: "BE", visibility: "counted" };
		const signed = await site.app.post(`/${locale}/petitions/second/sign`, form);
		expect(signed.headers.get("Location")).toBe(`/${locale}/petitions/second/check-your-email`);
	}
	expect(reader.complaints).toEqual([]);
});

test(`with no more than ${atMost} things done`, () => {
	expect(actions.length, actions.join("\n")).toBeLessThanOrEqual(atMost);
	// The last of the steps was taken: a story cut short counts little.
	expect(actions.at(-1)).toBe("press Open the form");
});
