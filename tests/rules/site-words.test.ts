import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Locale, locales } from "#app/i18n/translate.ts";
import { fill, plain } from "#app/site/fill.ts";
import { readWords } from "#app/site/read-words.ts";
import { sitePages } from "#app/ui/site-pages.ts";

// What the site says of itself, in each language: the same promises, in words that fit the people they are about.

const text = (locale: Locale, page: string) => readFileSync(`app/site/words/${locale}/${page}.md`, "utf8");
const all = locales.flatMap((locale) => sitePages.map((page) => ({ locale, page, text: text(locale, page) })));
const where = (fits: (text: string) => boolean) =>
	all.filter(({ text }) => fits(text)).map(({ locale, page }) => `${locale}/${page}`);

test("every page is written in every language, and no file is left over", () => {
	for (const locale of locales)
		expect(readdirSync(`app/site/words/${locale}`).sort()).toEqual([...sitePages].sort().map((page) => `${page}.md`));
});

describe.each(sitePages)("%s", (page) => {
	const read = (locale: Locale) => readWords(text(locale, page));

	test("begins with a title and a description that fits a search result", () => {
		for (const locale of locales) {
			const { title, description } = read(locale);
			expect(title.length, locale).toBeLessThan(40);
			expect(description, locale).not.toMatch(/[{}[\]*]/);
			expect(description.length, locale).toBeLessThan(260);
		}
	});

	test("has in each language the same headings, lists, places and links", () => {
		const shape = (locale: Locale) => {
			const whole = text(locale, page);
			return {
				headings: whole.match(/^#+/gm),
				items: whole.match(/^- /gm)?.length,
				paragraphs: whole.split(/\n\n+/).length,
				places: [...whole.matchAll(/\{+\w+\}+/g)].map(String).sort(),
				links: [...whole.matchAll(/\]\(([^)]+)\)/g)]
					.map(([, to = ""]) => to)
					.map((to) => to.replace(/^\/(?:en|ru|kk)\//, "/"))
					.sort(),
			};
		};
		expect(shape("ru")).toEqual(shape("en"));
		expect(shape("kk")).toEqual(shape("en"));
	});

	test("leads only to pages in its own language that there are", () => {
		for (const locale of locales)
			for (const [, to = ""] of text(locale, page).matchAll(/\]\((\/[^)]*)\)/g)) {
				const [, language, name = ""] = to.split("/");
				// The page for families offers itself in the other two.
				if (!(page === "families" && name === page)) expect(language, to).toBe(locale);
				// The one page of the footer with a form of its own.
				expect([...sitePages, "my"], to).toContain(name);
			}
	});
});

describe("words of dignity", () => {
	test.each([
		["an exclamation mark", /!/],
		["victims", /\bvictims?\b|(?<!по)жертв|құрбан/i],
		["a slogan", /act now|действуй|сейчас же/i],
		["an official by name", /Nazarbayev|Назарбаев|Tokayev|Токаев|Тоқаев|Utegaliev|Утегалиев|Өтеғалиев/i],
		[
			"what was left out on purpose",
			/Karabalaev|Карабалаев|Қарабалаев|Myltykov|Мылтыков|Masimov|М[аә]симов|Blair|Блэр/i,
		],
	])("no page has %s", (_what, pattern) => {
		expect(where((text) => pattern.test(text))).toEqual([]);
	});

	test("no page links or names what cannot be shared in Russia", () => {
		expect(
			where((text) =>
				/rferl|azatt?y[qk]|currenttime|svoboda|азаттық|азаттык|радио свобода|настоящее время/i.test(text),
			),
		).toEqual([]);
	});

	test("no number of dead, wounded or jailed stands on a page: those are the campaigns' to say, with whose count they are", () => {
		const counted =
			/\d+ (?:people |человек |адам )?(?:were |was )?(?:killed|dead|wounded|jailed|погиб|убит|ранен|қаза|өл|жаралан)/i;
		expect(where((text) => counted.test(text))).toEqual([]);
		// In words too: "sixteen", «шестнадцать», «он алты».
		expect(where((text) => /sixteen|шестнадцат|он алты/i.test(text))).toEqual([]);
	});

	test("where the pages speak of the dead to be counted, they say whose count it is", () => {
		for (const locale of locales) {
			const press = text(locale, "press");
			expect(press, locale).toMatch(
				{ en: /by the official count/, ru: /по официальным данным/, kk: /ресми дерек бойынша/i }[locale],
			);
			expect(press, locale).toMatch(
				{
					en: /may\s+have been several times greater/,
					ru: /могло\s+быть в несколько раз больше/,
					kk: /бірнеше\s+есе\s+көп\s+болуы\s+мүмкін/,
				}[locale],
			);
		}
	});

	test("nobody is named: two capitalised words in a row are bodies, laws and tools", () => {
		const known =
			/Access Now|Tor Browser|General Data|Data Protection|Protection Regulation|European Union|GNU Affero|Affero General|General Public|Public License|Web Content|Content Accessibility|Accessibility Guidelines|Central Asia/;
		const pairs = all
			.filter(({ locale }) => locale === "en")
			.flatMap(({ page, text }) => {
				// Not what a sentence, an item or a link begins with.
				const within = text.replace(/(^|[.:?*“]\s*|\n|\[|- )[A-Z]/g, "$1x");
				return [...within.matchAll(/\b[A-Z][a-z]+\s+[A-Z][a-z]+\b/g)].map(
					([pair]) => `${page}: ${pair.replace(/\s+/, " ")}`,
				);
			});
		expect(pairs.filter((pair) => !known.test(pair))).toEqual([]);
	});
});

test("a family's word has its 48 hours, and nobody is asked for reasons, in every language", () => {
	for (const [locale, reasons] of [
		["en", /no reasons/],
		["ru", /не станем спрашивать о причинах/],
		["kk", /себебін сұрамаймыз/],
	] as const) {
		expect(text(locale, "families"), locale).toMatch(/48/);
		expect(text(locale, "families").replace(/\s+/g, " "), locale).toMatch(reasons);
	}
});

describe("places", () => {
	test("are filled; a paragraph or an item that names what a site does not have is left out", () => {
		const words = "Here: {site}.\n\nOn the onion: {onion}.\n\n- {site}\n- Tor: {onion},\n  twice {onion}\n- last";
		expect(fill(words, { site: "S", onion: null })).toBe("Here: S.\n\n- S\n- last");
		expect(fill(words, { site: "S", onion: "O" })).toContain("- Tor: O,\n  twice O\n- last");
	});
	test("that nobody fills are refused", () => {
		expect(() => fill("{unknown}", {})).toThrow("unknown");
		expect(() => readWords("# Title\n\nAbout.\n\n{{unknown}}\n")).toThrow("unknown");
		expect(() => readWords("No title")).toThrow();
	});
	test("cannot bring in markup of their own", () => {
		expect(plain("*A* [b](http://c)\n<i>")).toBe("\\*A\\* \\[b\\]\\(http\\:\\/\\/c\\) \\<i\\>");
	});
});
