import { type AddressInfo, createServer } from "node:net";
import { createElement, Fragment } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { rules } from "#app/retention/rules.server.ts";
import { RetentionList } from "#app/site/retention-list.tsx";
import { securityTxt } from "#app/site/security-txt.ts";
import { held } from "#app/site/site-page.server.ts";
import { sitePages } from "#app/ui/site-pages.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

const onion = `${"b".repeat(56)}.onion`;
const settings = {
	SMTP_URL: "smtp://127.0.0.1:1",
	MAIL_FROM: "post@yntymaq.example",
	SENDER_NAME: "Neutral 16",
	SECRET_KEYS: `1:${"A".repeat(43)}=`,
	CONTROLLER_NAME: "Committee *of* <five>",
	CONTROLLER_ADDRESS: "Long Lane 2, Any Town",
	CONTACT_EMAIL: "write_to_us@yntymaq.example",
	SOURCE_URL: "https://code.example/our-changes",
	ONION_HOST: onion,
	AT_RISK_COUNTRIES: "KZ IT",
	MAIL_MAX_PER_ADDRESS: "2,5",
};

let demo: TestApp;
/** A public site: one that is asked by its own name, as its proxy asks. */
let site: TestApp;
let origin: string;
let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	const port = await freePort();
	origin = `http://localhost:${port}`;
	[demo, site] = await Promise.all([
		startApp({}, undefined, () => new Date("2026-11-22T12:00:00Z")),
		startApp({ ...settings, BASE_URL: origin, PORT: String(port), DATABASE_URL: database.url }, database),
	]);
});
afterAll(async () => {
	await Promise.all([demo.stop(), site.stop()]);
	await database.drop();
});

const seen = new Map<string, string>();
/** A page of the demonstration, asked for once: it is the same for all who ask. */
async function inDemo(path: string): Promise<string> {
	const text = seen.get(path) ?? (await (await demo.get(path)).text());
	seen.set(path, text);
	return text;
}
const onSite = async (path: string) => (await site.get(path)).text();
const htmlOf = (text: string) => renderToStaticMarkup(createElement(Fragment, null, text));
const mainOf = (page: string) => page.slice(page.indexOf("<main"), page.indexOf("</main>"));

describe.each(locales)("in %s", (locale) => {
	const t = translator(locale);

	test("every page is reached from the foot of every other, by its name", async () => {
		const page = await inDemo(`/${locale}`);
		for (const name of sitePages) expect(page).toContain(`<a href="/${locale}/${name}">${t(`page.${name}`)}</a>`);
	});

	test("no place is left unfilled, and every link within the site leads somewhere", async () => {
		const asked = new Map<string, number>();
		for (const name of sitePages) {
			const main = mainOf(await inDemo(`/${locale}/${name}`));
			expect(main, name).toMatch(/<h1>[^<]+<\/h1><p class="lead">[^<]+<\/p>/);
			expect(main, name).not.toMatch(/[{}]|undefined|null|\\/);
			for (const [, to = ""] of main.matchAll(/href="(\/[^"]*)"/g))
				if (!asked.has(to)) asked.set(to, (await demo.get(to)).status);
		}
		expect(asked.size).toBeGreaterThan(10);
		expect([...asked].filter(([, status]) => status !== 200)).toEqual([]);
	});

	test("the demonstration says on every page that it is one, and its samples are called samples", async () => {
		for (const name of sitePages) {
			const main = mainOf(await inDemo(`/${locale}/${name}`));
			expect(main, name).toContain(htmlOf(t("site.demonstration")));
		}
		const about = mainOf(await inDemo(`/${locale}/about`));
		expect(about).toContain(t("site.sample.controller"));
		expect(about).toContain('href="mailto:contact@example.org"');
	});

	test("a public site tells who runs it, as its settings say, and of no demonstration", async () => {
		for (const name of sitePages) {
			const main = mainOf(await onSite(`/${locale}/${name}`));
			expect(main, name).toContain("<h1>");
			expect(main, name).not.toContain('class="notice"');
			expect(main, name).not.toContain("contact@example.org");
			expect(main, name).not.toContain(t("site.sample.controller"));
		}
		const about = mainOf(await onSite(`/${locale}/about`));
		expect(about).toContain("Committee *of* &lt;five&gt;, Long Lane 2, Any Town");
		expect(about).toContain('<a href="mailto:write_to_us@yntymaq.example">write_to_us@yntymaq.example</a>');
		expect(about).toContain('<a href="https://code.example/our-changes">');
		expect(about).toContain(site.settings.version);
	});

	test("the page of our addresses has them all: site, onion, sender, subject, limits", async () => {
		const genuine = mainOf(await onSite(`/${locale}/genuine`));
		expect(genuine).toContain(`<a href="${origin}">`);
		expect(genuine).toContain(`<a href="http://${onion}">`);
		expect(genuine).toContain("Neutral 16 &lt;post@yntymaq.example&gt;");
		expect(genuine).toContain(t("mail.confirm.subject", { about: "…" }));
		expect(genuine).toMatch(/\b2\b[\s\S]*\b5\b/);
		// Where there is no onion, none is promised.
		expect(await inDemo(`/${locale}/genuine`)).not.toContain(".onion");
		expect(await inDemo(`/${locale}/safety`)).not.toContain(".onion");
	});

	test("privacy and safety name the countries that are taken for dangerous here", async () => {
		const nameOf = (code: string) => new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? "";
		for (const name of ["privacy", "safety"]) {
			expect(await onSite(`/${locale}/${name}`), name).toContain(`${nameOf("KZ")}, ${nameOf("IT")}.`);
			expect(await inDemo(`/${locale}/${name}`), name).toContain(nameOf("AZ"));
			expect(await inDemo(`/${locale}/${name}`), name).not.toContain(nameOf("IT"));
		}
	});

	test("privacy has every rule of the retention table, in its order, with its days and its reason", async () => {
		const held = /<dl class="held">([\s\S]*?)<\/dl>/.exec(await inDemo(`/${locale}/privacy`))?.[1] ?? "";
		expect([...held.matchAll(/<dt>([^<]+)<\/dt>/g)].map(([, what]) => what)).toEqual(
			rules.map(({ name }) => htmlOf(t(`retention.${name}.what`))),
		);
		for (const { name, days } of rules) {
			expect(held, name).toContain(htmlOf(t(`retention.${name}.after`, { days }).slice(1)));
			expect(held, name).toContain(htmlOf(t(`retention.${name}.why`)));
		}
	});
});

test("another rule is another page", () => {
	const shown = (table: typeof rules) =>
		renderToStaticMarkup(createElement(RetentionList, { locale: "en", rules: held(table) }));
	const longer = rules.map((rule) => (rule.name === "caps" ? { ...rule, days: 9 } : rule));
	expect(shown(rules)).toContain("7 days after that day");
	expect(shown(longer)).not.toContain("7 days after that day");
	expect(shown(longer)).toContain("9 days after that day");
	expect(shown(rules.slice(1))).not.toContain(translator("en")("retention.submissions.what"));
});

test("the press is given each campaign's own attributed sentences, its neutral form and where the number is", async () => {
	for (const [locale, neutral, official] of [
		["en", "16 December", "By the official count"],
		["ru", "16 декабря", "По официальным данным"],
		["kk", "16 желтоқсан", "Ресми дерек бойынша"],
	] as const) {
		const press = mainOf(await inDemo(`/${locale}/press`));
		expect(press).toContain(translator(locale)("site.neutral", { title: neutral }));
		expect(press).toContain(official);
		expect(press).toContain('href="/petitions/zhanaozen/count.json"');
		expect(press).toContain('href="/petitions/zhanaozen/history.csv"');
		expect(mainOf(await inDemo(`/${locale}/families`))).toContain(`href="/${locale}/campaigns/zhanaozen/memorial"`);
	}
});

test.each(["/en/nothing", "/en/about/more", "/xx/about", "/en/About", "/about", "/.well-known/other", "/en/__proto__"])(
	"%s is not found",
	async (path) => {
		expect((await demo.get(path)).status).toBe(404);
	},
);

test("the page after a signature at risk leads to none of them", async () => {
	const page = await inDemo("/en/petitions/zhanaozen/thank-you/quiet");
	for (const name of sitePages) expect(page).not.toContain(`/en/${name}"`);
});

describe("security.txt", () => {
	const fieldsOf = (text: string) =>
		text
			.split("\n")
			.filter((line) => line && !line.startsWith("#"))
			.map((line) => /^([A-Z][A-Za-z-]+): (\S.*)$/.exec(line)?.slice(1) ?? ["", line]);
	const valuesOf = (text: string, field: string) =>
		fieldsOf(text)
			.filter(([name]) => name === field)
			.map(([, value]) => value ?? "");

	test("names who to write to, in which languages, and its own addresses (RFC 9116)", async () => {
		const answer = await demo.get("/.well-known/security.txt");
		expect(answer.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
		expect(await answer.text()).toContain("# A demonstration");
		const text = await onSite("/.well-known/security.txt");
		expect(text).not.toContain("#");
		expect(valuesOf(text, "Contact")).toEqual(["mailto:write_to_us@yntymaq.example", `${origin}/en/report`]);
		expect(valuesOf(text, "Preferred-Languages")).toEqual(["en, ru, kk"]);
		expect(valuesOf(text, "Canonical")).toEqual([
			`${origin}/.well-known/security.txt`,
			`http://${onion}/.well-known/security.txt`,
		]);
		expect(fieldsOf(text).map(([name]) => name)).not.toContain("");
	});

	test("is always good for more than ten months and less than a year, and its bytes change once a month", () => {
		const day = 86_400_000;
		const seen = new Set<string>();
		for (let i = 0; i < 366; i++) {
			const now = new Date(Date.UTC(2026, 0, 1) + i * day + 3_600_000);
			const text = securityTxt(
				{ demonstration: false, origin: "https://a.example", CONTACT_EMAIL: "a@a.example" },
				now,
			);
			const [expires = ""] = valuesOf(text, "Expires");
			expect(expires).toMatch(/^\d{4}-\d\d-01T00:00:00Z$/);
			const days = (Date.parse(expires) - now.getTime()) / day;
			expect(days).toBeGreaterThan(300);
			expect(days).toBeLessThan(365);
			seen.add(text);
		}
		expect(seen.size).toBe(13);
	});

	test("goes by the injected clock", async () => {
		expect(valuesOf(await inDemo("/.well-known/security.txt"), "Expires")).toEqual(["2027-10-01T00:00:00Z"]);
	});
});

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const probe = createServer().listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}

test("a public site has no page of components: it shows nothing that is not meant", async () => {
	expect((await demo.get("/components")).status).toBe(200);
	expect((await site.get("/components")).status).toBe(404);
});
