import { describe, expect, test } from "vitest";
import { messagesOf } from "#app/campaigns/update-messages.ts";
import { type Checked, checkMailing, type Edition } from "#app/mailings/writing/checks.ts";
import { updateMail } from "#app/mailings/writing/update-mail.ts";

const origin = "https://site.example";
const titles = {
	en: ["Sample town, 16 December", "16 December"],
	ru: ["Образцово, 16 декабря", "16 декабря"],
	kk: ["Үлгіқала, 16 желтоқсан", "16 желтоқсан"],
} as const;
const locales = ["en", "ru", "kk"] as const;
type Language = (typeof locales)[number];

const fine = { state: "published", stale: false, newer: false, changed: false } as const;
const editions = locales.map((locale): Edition => {
	const [title, neutralTitle] = titles[locale];
	return { locale, title, neutralTitle, update: fine };
});

interface Told {
	subject?: string;
	preview?: string;
	body?: string;
	title?: string;
}

/** The mail of an update, as its page would be mailed. */
function mail(locale: Language, { title = "News", body = "Words.", subject, preview }: Told = {}) {
	const update = { number: 7, date: "2026-11-23", title, summary: "In short.", body, subject, preview };
	return updateMail({ locale, origin, slug: "sample", neutralTitle: titles[locale][1], update, sources: [source] });
}
const source = { id: "record-1", position: 1, cite: "A record", published: "2012", url: null, language: "en" };

/** All that is found, as `check locale`. */
function found(over: Partial<Checked> = {}): string[] {
	const renditions = locales.map((locale) => mail(locale));
	const checked = {
		origin,
		editions,
		renditions,
		nowhere: new Set<string>(),
		published: true,
		hidden: false,
		past: false,
	};
	return checkMailing({ ...checked, ...over }).map(({ check, locale }) => [check, locale].filter(Boolean).join(" "));
}
const foundIn = (locale: Language, told: Told, over: Partial<Checked> = {}) =>
	found({ renditions: locales.map((one) => mail(one, one === locale ? told : {})), ...over });

describe("before a mailing goes", () => {
	test("nothing is found where nothing is wrong: subject and preview are neutral by themselves", () => {
		expect(found()).toEqual([]);
		expect(mail("ru").subject).toBe("16 декабря · Новость 7");
		for (const locale of locales) expect(mail(locale).preheader).not.toMatch(/16|Образцово|Үлгіқала|Sample/);
	});

	test("a reader's own link inside another address stops it", () => {
		expect(foundIn("en", { body: "[Leave]({{unsubscribe}}), [choose]({{preferences}})" })).toEqual([]);
		for (const inside of ["https://elsewhere.example/r?x={{unsubscribe}}", "{{unsubscribe}}/more", "{{other}}"])
			expect(foundIn("en", { body: `[Read](${inside})` })).toEqual(["no-link en"]);
	});

	test("a language without text, and one whose page is not published, stop it unless nobody there gets it", () => {
		const without = (state: "missing" | "unpublished") => ({
			editions: editions.map((one) => (one.locale === "kk" ? { ...one, update: { ...fine, state } } : one)),
			renditions: [mail("en"), mail("ru")],
		});
		expect(found(without("missing"))).toEqual(["no-text kk"]);
		expect(found(without("unpublished"))).toEqual(["no-page kk"]);
		expect(found({ ...without("missing"), locales: ["en", "ru"] })).toEqual([]);
		expect(found({ editions: editions.map((one) => ({ ...one, update: null })), renditions: [mail("en")] })).toEqual([
			"no-text ru",
			"no-text kk",
		]);
	});

	test("what has changed since stops it, what is only stale is said", () => {
		const kk = (update: Partial<typeof fine> | object) => ({
			editions: editions.map((one) => (one.locale === "kk" ? { ...one, update: { ...fine, ...update } } : one)),
		});
		expect(found(kk({ changed: true }))).toEqual(["page-changed kk"]);
		expect(checkMailing({ ...base(), ...kk({ stale: true, newer: true }) }).map(({ stops }) => stops)).toEqual([
			false,
			false,
		]);
		expect(found({ published: false, hidden: true, past: true })).toEqual(["campaign-unpublished", "hidden", "past"]);
	});

	test.each([
		["", "subject-empty"],
		["x".repeat(81), "subject-long"],
		["16 ДЕКАБРЯ", "capitals"],
		["16 декабря!", "exclamation"],
		["Что нового в Образцове", "names-cause"],
		["ОБРАЗЦОВО сегодня", "names-cause"],
	])("the subject %o is stopped", (subject, check) => {
		expect(foundIn("ru", { subject })).toEqual([`${check} ru`]);
	});

	test("a cause is named in no lock screen of Russian and Kazakh readers, in no form of the word", () => {
		expect(foundIn("kk", { preview: "Үлгіқаладағы жаңалық" })).toEqual(["names-cause kk"]);
		expect(foundIn("kk", { subject: "16 желтоқсанда" })).toEqual([]);
		expect(foundIn("en", { subject: "Sample town" })).toEqual([]);
		expect(foundIn("ru", { preview: "о".repeat(121) })).toEqual(["preview-long ru"]);
	});

	test("links that lead nowhere, to no whole address, or where a Russian text may not link, stop it", () => {
		const nowhere = new Set(["/en/none"]);
		expect(foundIn("en", { body: "[there](/en/none/?a=1#b)" }, { nowhere })).toEqual(["broken-link en"]);
		expect(foundIn("en", { body: "[there](/en/safety)" }, { nowhere })).toEqual([]);
		expect(foundIn("en", { body: "[there](none)" })).toEqual(["no-link en"]);
		const body = "[a](https://rus.azattyq.org/a/1.html)";
		expect(foundIn("ru", { body })).toEqual(["undesirable-link ru"]);
		expect(foundIn("en", { body })).toEqual([]);
		expect(foundIn("ru", { body: "[a](https://notazattyq.org/)" })).toEqual([]);
		expect(foundIn("en", { body: "[a](http://example.org/)" })).toEqual(["plain-http en"]);
		expect(foundIn("en", { body: "Come!" })).toEqual(["exclamation-in-text en"]);
		expect(foundIn("en", { body: "[leave]({{unsubscribe}})" })).toEqual([]);
	});
});

function base(): Checked {
	const renditions = locales.map((locale) => mail(locale));
	return { origin, editions, renditions, nowhere: new Set(), published: true, hidden: false, past: false };
}

describe("the mail of an update", () => {
	test("has the page's words, its citations lead to the page, and Markdown in a title is only words", () => {
		const { html, text } = mail("en", { title: "1. *News* [x]", body: "A claim.[record-1]\n\n[Pickets](/en/pickets)" });
		expect(html).toContain(">1. *News* [x]</h1>");
		expect(html).toContain(`href="${origin}/en/campaigns/sample/updates/7#source-1"`);
		expect(html).toContain(`href="${origin}/en/pickets"`);
		expect(text).toContain("1. *News* [x]");
		expect(text).toContain("{{unsubscribe}}");
	});
});

describe("the messages of an update", () => {
	const link = `${origin}/en/campaigns/sample/updates/7`;
	const told = { title: "News", summary: "In short.", body: "One sentence here. ".repeat(80) };

	test("are one of 300 characters and one of 900, address included, whole sentences each", () => {
		const [short = "", long = ""] = messagesOf("en", told, link);
		expect(short).toBe(`News\n\nIn short.\n\n${link}`);
		expect(long.length).toBeLessThanOrEqual(900);
		expect(long.length).toBeGreaterThan(850);
		expect(long).toMatch(/One sentence here\.\n\nhttps/);
	});

	test.each([10, 299, 300, 2_000])("fit whatever is written: %i characters", (n) => {
		for (const words of ["a".repeat(n), "ab. ".repeat(n)]) {
			const [short = "", long = short] = messagesOf("ru", { title: words, summary: words, body: words }, link);
			expect(short.length).toBeLessThanOrEqual(300);
			expect(long.length).toBeLessThanOrEqual(900);
			expect(short.endsWith(link)).toBe(true);
		}
	});

	test("are as their writers wrote them, a sample marked, and one where both are the same", () => {
		expect(messagesOf("en", { ...told, body: "", sample: true }, link)).toEqual([
			`Sample: News\n\nIn short.\n\n${link}`,
		]);
		expect(messagesOf("en", { ...told, short: "See {link}", long: "Read on: {link}" }, link)).toEqual([
			`See ${link}`,
			`Read on: ${link}`,
		]);
	});
});
