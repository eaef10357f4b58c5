import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobHandlers } from "#app/cli/job-handlers.ts";
import { translator } from "#app/i18n/translate.ts";
import { logger } from "#app/log.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { age } from "#tests/support/aging.ts";
import { databaseAt, type TestDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/mail.ts";
import { count, linkIn, mailsTo, mailTo, sign } from "#tests/support/signing.ts";
import { unsealed } from "#tests/support/unsealed.ts";
import { openReader } from "./browser.ts";
import { openSite, type Site } from "./site.ts";

// Somebody whom signing could harm, on a phone without JavaScript, from the first page to a month later.

let site: Site;
let base: TestDatabase;
beforeAll(async () => {
	site = await openSite();
	base = databaseAt(site.settings.DATABASE_URL ?? "", async () => undefined);
}, 600_000); // Chromium may have to be installed first.
afterAll(async () => {
	await base?.drop();
	await site?.close();
});

/** What names the cause, in any of the languages. */
const cause = /zhanaozen|жанаозен|жаңаөзен|расстрел|қырғын|massacre|killing/i;
/** What tells that somebody signs something. */
const act = /petition|петици|подпис|қолтаңба/i;

describe.each(["ru", "kk"] as const)("in %s", (locale) => {
	const t = translator(locale);
	const email = `at-risk-${locale}@example.org`;

	test("signs, confirms and is counted; no sender, subject or title tells anything", async () => {
		const { app, browser } = site;
		const { page, context, asked } = await openReader(browser, app.origin, false);
		const titles: string[] = [];
		const look = async () => void titles.push(await page.title());
		const before = await count(app);

		await page.goto(`/${locale}/petitions/zhanaozen`);
		await look();
		await page.getByLabel(t("sign.email"), { exact: true }).fill(email);
		await page.getByLabel(t("sign.at-risk"), { exact: true }).check();
		await page.getByRole("button", { name: t("sign.button"), exact: true }).click();
		await page.waitForURL("**/check-your-email");
		await look();

		const mail = await mailTo(app, email);
		expect(mail.subject).not.toMatch(act);
		expect(mail.subject).not.toMatch(cause);
		expect(Object.values(mail.headers).join("\n")).not.toMatch(cause);
		expect(mail.text).not.toMatch(cause);

		await page.goto(linkIn(mail));
		await look();
		expect(await page.locator("main").innerText()).toContain(t("confirm.at-risk"));
		await page.getByRole("button", { name: t("confirm.button") }).click();
		await page.waitForURL("**/thank-you/quiet");
		await look();
		expect(await page.locator("main").innerText()).not.toMatch(/zhanaozen|жанаозен|жаңаөзен/i);

		expect(titles.filter((title) => cause.test(title))).toEqual([]);
		expect(titles.filter((title) => title === "")).toEqual([]);
		// The first is a page that anybody reads: after it none tells that this reader did anything.
		expect(titles.slice(1).filter((title) => act.test(title))).toEqual([]);
		expect(await count(app)).toBe(before + 1);
		expect(await context.cookies()).toEqual([]);
		expect(asked.filter((address) => !address.startsWith(`${app.origin}/`))).toEqual([]);
		await context.close();
	});

	test("leaves no address anywhere, sealed or not: a number, the day, and nothing that marks it", async () => {
		const keys = readKeyRing(site.settings.SECRET_KEYS);
		const readable = await unsealed(base.owner, keys);
		expect(readable.length).toBeGreaterThan(0);
		expect(readable.filter((text) => text.includes(email))).toEqual([]);
		await until(
			async () =>
				(await base.owner.selectFrom("email_deliveries").where("done_on", "is", null).select("id").execute()).length ===
				0,
			"every mail has ended",
		);
		const kept = base.owner.selectFrom("email_deliveries").where("params_sealed", "is not", null).select("id");
		expect(await kept.execute()).toEqual([]);
		const counted = await base.owner
			.selectFrom("signatures")
			.where("visibility", "=", "counted")
			.where("country", "=", "ZZ")
			.selectAll()
			.execute();
		expect(counted.length).toBeGreaterThan(0);
		for (const row of counted)
			expect(row).toMatchObject({ sealed: null, locale: "en", source: "", line: "none", listed: false });
	});
});

test("nothing more arrives in thirty days, the worker running and all its jobs done each day", async () => {
	const { app } = site;
	const jobs = Object.entries(
		jobHandlers(
			base.db,
			readKeyRing(site.settings.SECRET_KEYS),
			app.origin,
			logger("error", () => undefined),
		),
	);
	for (let day = 0; day < 30; day++) {
		await age(base.owner, 1);
		await sql`delete from job_days`.execute(base.owner);
		for (const [, work] of jobs) await work(new AbortController().signal);
	}
	// Whoever signs now is mailed after all that was to go to others.
	await sign(app, "afterwards@example.org");
	await mailTo(app, "afterwards@example.org");
	for (const locale of ["ru", "kk"]) expect(await mailsTo(app, `at-risk-${locale}@example.org`)).toHaveLength(1);
	const keys = readKeyRing(site.settings.SECRET_KEYS);
	expect((await unsealed(base.owner, keys)).filter((text) => text.includes("at-risk-"))).toEqual([]);
});
