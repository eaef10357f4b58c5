import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askAllHowItWent } from "#app/petitions/endorsing/ask.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { databaseAt, type TestDatabase } from "#tests/support/database.ts";
import { branchLink } from "#tests/support/endorsing.ts";
import { mailTo } from "#tests/support/signing.ts";
import { axeFinds } from "./checks.ts";
import { openSite, type Site } from "./site.ts";

// A branch secretary with a phone and no script: interested before the meeting, reminded the day after, adopted, checked, shown.

const email = "secretary@branch.example";
const branch = "Branch no. 9";
const petition = "/en/petitions/zhanaozen";
let site: Site;
let database: TestDatabase;
let secretary: Page;
let desk: Page;
const html = new Map<string, string>();
beforeAll(async () => {
	site = await openSite();
	const { app, browser, settings, organisers } = site;
	database = databaseAt(settings.DATABASE_URL ?? "", async () => undefined);
	const phone = { baseURL: app.origin, viewport: { width: 360, height: 640 } };
	secretary = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
	desk = await (await browser.newContext(phone)).newPage();
	await desk.goto(organisers[0] ?? "");
	await desk.getByRole("button").click();
	await desk.waitForURL("**/organise");
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await database?.drop();
	await site?.close();
});

/** The headline's number of organisations, and whom they represent. */
async function headline(): Promise<string> {
	await secretary.goto(petition);
	return (await secretary.locator(".count").first().textContent()) ?? "";
}
const keep = async () => html.set(secretary.url(), await secretary.content());
const wide = () => secretary.evaluate(() => document.documentElement.scrollWidth);

test("before the meeting: from the petition to a page and a link of the branch's own", async () => {
	expect(await headline()).toContain("5 organisations representing");
	await secretary.getByRole("link", { name: "Your union can endorse" }).click();
	await keep();
	await secretary.getByLabel("Name of the organisation").fill(branch);
	await secretary.getByLabel("What it is", { exact: true }).selectOption("branch");
	await secretary.getByLabel("It belongs to").selectOption({ label: "Camera del lavoro di esempio" });
	await secretary.getByLabel("Country").selectOption("IT");
	await secretary.getByLabel("Number of members").fill("85");
	await secretary.getByLabel("We are interested").check();
	await secretary.getByLabel("Email address of the office").fill(email);
	await secretary.getByLabel("Your office").fill("Secretary");
	await secretary.getByRole("button", { name: "Send" }).last().click();
	await secretary.getByText("We have sent a mail").waitFor();
	const mail = await mailTo(site.app, email);
	expect([mail.subject, mail.text.includes(branch)]).toEqual(["16 December: please confirm", false]);
	await secretary.goto(await branchLink(site.app, email));
	await keep();
	await secretary.getByText("Nothing counts before you press the button").waitFor();
	await secretary.getByRole("button", { name: "Yes, go on" }).click();
	await secretary.getByText("Fewer than 5 people have signed by it").waitFor();
	expect(await secretary.getByRole("link", { name: /\/q\/b-[a-z2-7]{12}$/ }).count()).toBe(1);
	expect([await secretary.title(), await wide()]).toEqual(["Yntymaq", 360]);
	await keep();
});

test("the meeting is set, and the day after a mail asks how it went", async () => {
	const { rows } = await sql<{ day: string }>`select (current_date + 7)::text as day`.execute(database.owner);
	await secretary.getByLabel("Day of the meeting").fill(rows[0]?.day ?? "");
	await secretary.getByRole("button", { name: "Set the day" }).click();
	await secretary.getByText("A meeting is set").waitFor();
	await sql`update endorsements set meeting_on = current_date - 1, created_on = created_on - 8 where state = 'meeting'`.execute(
		database.owner,
	);
	await askAllHowItWent(database.db, readKeyRing(site.settings.SECRET_KEYS), new AbortController().signal);
	const mail = await mailTo(site.app, email, 2);
	expect(mail.subject).toBe("16 December: how did your meeting go?");
	await secretary.goto(await branchLink(site.app, email, 2));
	await secretary.getByLabel("What shows it").fill("Minutes no. 4 of the meeting");
	await secretary.getByRole("button", { name: "Say that it is adopted" }).click();
	await secretary.getByText("Adopted, waits to be checked").waitFor();
	await keep();
	expect(await headline()).toContain("5 organisations representing");
});

test("the desk checks it, it is shown, and the headline moves; its members are not added to the body above", async () => {
	const before = await headline();
	await desk.goto("/organise");
	await desk.getByText("One endorsement to check within 48 hours").waitFor();
	await desk.goto("/organise/campaigns/zhanaozen/endorsements");
	await desk.getByRole("link", { name: branch }).click();
	await desk.getByText("Minutes no. 4 of the meeting").first().waitFor();
	expect(await axeFinds(desk)).toEqual([]);
	await desk.getByLabel("We called back").check();
	await desk.getByLabel("Note").fill("The office's own number");
	await desk.getByRole("button", { name: "Checked: show it" }).click();
	await desk.getByText("Shown among the organisations that endorse").first().waitFor();

	expect((await mailTo(site.app, email, 3)).subject).toBe("16 December: your organisation is shown");
	const after = await headline();
	expect(after).toContain("6 organisations representing");
	expect(after.split("representing")[1]).toBe(before.split("representing")[1]);
	await secretary.getByRole("link", { name: "6 organisations endorse: see which" }).click();
	await secretary.locator("li", { hasText: branch }).getByText("its members are counted with the body above").waitFor();
	await keep();
	expect([await wide(), await secretary.content()]).toEqual([360, expect.not.stringContaining(email)]);
	expect(checkHtml(html)).toEqual([]);
});

test("the pages are accessible", async () => {
	const page = await site.browser.newPage({ baseURL: site.app.origin, viewport: { width: 360, height: 640 } });
	for (const path of [`${petition}/endorse`, `${petition}/organisations`, await branchLink(site.app, email)]) {
		await page.goto(path);
		expect([path, await axeFinds(page)]).toEqual([path, []]);
	}
});
