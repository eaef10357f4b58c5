import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFinds, tooSmall } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// A telephone without JavaScript; the administrator and the writer of the demonstration.
let site: Site;
let looking: Page;
const contexts: BrowserContext[] = [];
const complaints: string[] = [];
beforeAll(async () => {
	site = await openSite();
	const context = await site.browser.newContext({ viewport: { width: 360, height: 640 } });
	contexts.push(context);
	looking = await context.newPage();
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	for (const context of contexts) await context.close();
	await site?.close();
});

async function signedIn(link: string | undefined): Promise<Page> {
	const context = await site.browser.newContext({
		baseURL: site.app.origin,
		viewport: { width: 360, height: 640 },
		javaScriptEnabled: false,
	});
	contexts.push(context);
	context.setDefaultTimeout(6_000);
	const page = await context.newPage();
	page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
	await page.goto(link ?? "");
	await page.getByRole("button").last().click();
	await page.waitForURL("**/organise");
	return page;
}

/** What looks a page over needs scripts: it opens the same in a browser that has them, as the same organiser. */
async function isInOrder(of: Page) {
	await looking.context().clearCookies();
	await looking.context().addCookies(await of.context().cookies());
	await looking.goto(of.url());
	expect(await axeFinds(looking)).toEqual([]);
	expect(await tooSmall(looking)).toEqual([]);
	const wide = () =>
		looking.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(await wide()).toBeLessThanOrEqual(0);
}

test("an update is looked at, tried, asked for by one and agreed to by another, on a telephone", async () => {
	const [administrator, writer] = await Promise.all(site.organisers.slice(0, 2).map(signedIn));
	if (!administrator || !writer) throw new Error("there are no sample organisers");
	await administrator.goto("/organise/campaigns/zhanaozen/mailings");
	await isInOrder(administrator);
	await administrator.getByRole("button", { name: "Make the mail of update 1", exact: true }).click();
	await administrator.getByRole("heading", { name: "The mail, as it will arrive" }).waitFor();
	await isInOrder(administrator);
	const framed = administrator.frameLocator("iframe").first();
	expect(await framed.locator("h1").textContent()).toBe("This campaign can be read in three languages");
	const mailing = new URL(administrator.url()).pathname;

	await administrator.getByRole("button", { name: "Send me a test" }).click();
	await administrator.getByText("The test is on its way to you.").waitFor();
	const tests = async () => (await site.app.mails()).filter(({ to }) => to === "administrator@sample.invalid").length;
	await expect.poll(tests, { timeout: 10_000 }).toBe(3);

	await administrator.getByRole("link", { name: "To the last look before sending" }).click();
	await isInOrder(administrator);
	await administrator.getByRole("button", { name: "Ask a second organiser to agree" }).click();
	await administrator.getByText("it waits for a second organiser").waitFor();
	await writer.goto("/organise/approvals");
	await isInOrder(writer);
	await writer.getByRole("button", { name: "Agree" }).click();
	await expect
		.poll(
			async () => {
				await administrator.goto(mailing);
				return administrator.getByRole("heading", { name: "How it goes" }).count();
			},
			{ timeout: 10_000 },
		)
		.toBe(1);
	await isInOrder(administrator);
	// Neither the frame nor the mail in it asks for anything that its policy refuses.
	expect(complaints).toEqual([]);
});
