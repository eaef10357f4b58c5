import { Secret, TOTP } from "otpauth";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run as invite } from "#app/cli/invite-organiser.ts";
import { translator } from "#app/i18n/translate.ts";
import { connect } from "#db/client.ts";
import { sendLetter } from "#tests/support/letters.ts";
import { operate } from "#tests/support/operator.ts";
import { mailTo } from "#tests/support/signing.ts";
import { linkIn } from "#tests/support/signing-in.ts";
import { axeFinds, beyondTab, tooSmall } from "./checks.ts";
import { anItem, deskPages, unlisted } from "./organise-pages.ts";
import { openSite, type Site } from "./site.ts";

const texts = "/organise/campaigns/zhanaozen/texts";

let site: Site;
let context: BrowserContext;
let page: Page;
let item = "";
beforeAll(async () => {
	site = await openSite();
	context = await site.browser.newContext({ baseURL: site.app.origin, viewport: { width: 360, height: 640 } });
	page = await context.newPage();
	const owner = connect(site.settings.DATABASE_URL ?? "", {
		max: 1,
		statementTimeout: 5_000,
		onError: () => undefined,
	});
	await sendLetter(site.app, "report", { words: "A few words of a test." });
	item = await anItem(owner);
	await owner.destroy();
}, 600_000); // Chromium may have to be installed first.
afterAll(() => site?.close());

/** What of a page is wider than the phone. */
const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function isInOrder() {
	expect(await axeFinds(page)).toEqual([]);
	expect(await tooSmall(page)).toEqual([]);
	expect(await tooWide()).toBeLessThanOrEqual(0);
}

/** Presses Tab until the control of a name has the focus. */
async function tabTo(selector: string) {
	for (let pressed = 0; pressed < 40; pressed++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
	}
	throw new Error(`Tab does not come to ${selector}`);
}

const password = "a long enough sentence";
let secret = "";
const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

describe("an organiser, with the keyboard alone,", () => {
	test("comes in by an invitation", async () => {
		await operate(
			{ url: site.settings.DATABASE_URL ?? "", settings: site.settings },
			invite,
			"invited@example.org",
			...["--campaign", "zhanaozen", "--role", "writer", "--language", "ru"],
		);
		await page.goto(linkIn(await mailTo(site.app, "invited@example.org")));
		await isInOrder();
		const fill = async (name: string, word: string) => {
			await tabTo(`[name=${name}]`);
			await page.keyboard.type(word);
		};
		await fill("name", "Sample");
		await fill("password", "short");
		await page.evaluate(() =>
			document.querySelector("form[method=post]:not(header form)")?.setAttribute("novalidate", ""),
		);
		await fill("code", "000000");
		await page.keyboard.press("Enter");
		await page.waitForSelector(".error-summary");
		await isInOrder();
		secret = ((await page.textContent("p.copy")) ?? "").replaceAll(" ", "");
		await fill("password", password);
		await fill("code", code());
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { name: translator("ru")("organise.recovery.title") }).waitFor();
		await isInOrder();
		expect(await page.locator("ol.codes li").count()).toBe(10);
		expect((await context.cookies()).map(({ name, secure, httpOnly }) => [name, secure, httpOnly])).toEqual([
			["__Host-session", true, true],
		]);
	});

	test("signs out and in again", async () => {
		await page.goto("/organise/me");
		await isInOrder();
		await tabTo("header.desk button");
		await page.keyboard.press("Enter");
		await page.waitForURL("**/organise/sign-in");
		await page.goto("/organise/me");
		expect(new URL(page.url()).pathname).toBe("/organise/sign-in");
		await tabTo("[name=email]");
		await page.keyboard.type("invited@example.org");
		await tabTo("[name=password]");
		await page.keyboard.type(password);
		await tabTo("[name=code]");
		await page.keyboard.type("000000");
		await page.keyboard.press("Enter");
		await page.waitForSelector(".notice");
		await isInOrder();
		// The code of the invitation has been taken: a recovery code would do, the next code does.
		const next = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + 30_000 });
		await tabTo("[name=password]");
		await page.keyboard.type(password);
		await tabTo("[name=code]");
		await page.keyboard.type(next);
		await page.keyboard.press("Enter");
		await page.waitForURL("**/organise/me");
		expect((await context.cookies()).map(({ name }) => name).sort()).toEqual(["__Host-device", "__Host-session"]);
	});
});

describe("a page of the desk", () => {
	beforeAll(async () => {
		await context.clearCookies();
		await page.goto(site.organisers[0] ?? "");
		await isInOrder();
		await page.getByRole("button").click();
		await page.waitForURL("**/organise");
	});

	test("has an example for every address of the table", () => {
		expect(unlisted).toEqual([]);
	});

	test.each(deskPages)(
		"%s is clean to axe in both schemes, fits a phone, and every control a thumb and a Tab",
		async (path) => {
			expect((await page.goto(path.replace("ITEM", item)))?.status()).toBe(200);
			for (const colorScheme of ["light", "dark"] as const) {
				await page.emulateMedia({ colorScheme });
				await isInOrder();
			}
			expect(await beyondTab(page)).toEqual([]);
		},
	);

	test("asks nothing of other hosts, brings no script and not the public style sheet", async () => {
		const asked: string[] = [];
		// A page of its own: what the one before still asks for is not this one's.
		const own = await context.newPage();
		own.on("request", (request) => asked.push(request.url()));
		await own.goto("/organise/me");
		await own.close();
		expect(asked.every((address) => address.startsWith(site.app.origin))).toBe(true);
		expect(asked.filter((address) => /\.css/.test(address))).toHaveLength(1);
		expect(asked.filter((address) => /\.(js|woff2)/.test(address))).toEqual([]);
	});
});

describe("a writer", () => {
	beforeAll(async () => {
		await context.clearCookies();
		await page.goto(site.organisers[1] ?? "");
		await page.getByRole("button").click();
		await page.waitForURL("**/organise");
	});

	test.each([`${texts}/ru/campaign`, `${texts}/en/timeline/12-police-open-fire`])(
		"edits %s on a phone",
		async (path) => {
			await page.goto(path);
			await isInOrder();
			await page
				.getByRole("button", { name: /Preview|Посмотреть|Алдын ала/ })
				.first()
				.click();
			await page.waitForSelector("#preview");
			await isInOrder();
		},
	);

	test("sees the text while writing it, by one script of our own", async () => {
		const errors: string[] = [];
		page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
		await page.goto(`${texts}/en/campaign`);
		await page.fill("#body", "## Just typed\n\nIt is said [record-3]. <img src=x>");
		await page.waitForSelector("#preview h2:text('Just typed')");
		expect(await page.locator("#preview .prose a").getAttribute("href")).toBe("#source-4");
		expect(await page.locator("#preview img").count()).toBe(0);
		expect(await page.inputValue("#body")).toContain("Just typed");
		expect(errors).toEqual([]);
	});
});
