import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CampaignContent, readCampaign } from "#app/campaigns/content/read-campaign.server.ts";

const folder = "db/content/zhanaozen";
let content: CampaignContent;
beforeAll(async () => {
	// The demonstration's samples keep the same rules.
	content = await readCampaign(folder, "db/samples/zhanaozen");
});

/** Every string of every document and of the petitions, by where it stands. */
function texts(): [where: string, text: string][] {
	const all: [string, string][] = [];
	const walk = (where: string, value: unknown) => {
		if (typeof value === "string") all.push([where, value]);
		else if (value && typeof value === "object")
			for (const [key, inner] of Object.entries(value)) walk(`${where}.${key}`, inner);
	};
	for (const { path, locale, matter, body } of content.documents) walk(`${locale}/${path}`, { matter, body });
	for (const [locale, { petition }] of Object.entries(content.editions)) walk(`${locale}/petition`, petition);
	return all;
}

test("the languages tell the same: as many claims, by the same voices, from the same sources", () => {
	const shape = (locale: string) =>
		content.documents
			.filter((document) => document.locale === locale)
			.map(({ path, matter }) => {
				const {
					claims = [],
					asked = [],
					people = [],
				} = matter as Record<string, { said_by: string; sources: string[] }[]>;
				return [path, [...claims, ...asked, ...people].map(({ said_by, sources }) => [said_by, ...sources])];
			});
	expect(shape("en").length).toBeGreaterThan(10);
	expect(shape("ru")).toEqual(shape("en"));
	expect(shape("kk")).toEqual(shape("en"));
});

test("a number of dead never stands without whose count it is", () => {
	const sixteen =
		/\b(16|sixteen)\b(?! (December|декабря|желтоқсан))[^.]{0,40}\b(killed|dead|people were killed|погиб|убит|қаза|адам өл|қайтыс)/i;
	const attributed = /official|официальн|ресми/i;
	const bare = texts().filter(([, text]) =>
		text.split(/(?<=[.!?»])\s+/).some((sentence) => sixteen.test(sentence) && !attributed.test(sentence)),
	);
	expect(bare.map(([where]) => where)).toEqual([]);
	// The rule is not empty: the count is told, in every language.
	for (const locale of ["en", "ru", "kk"])
		expect(
			texts().some(
				([where, text]) => where.startsWith(locale) && /\b16\b|sixteen/i.test(text) && attributed.test(text),
			),
			locale,
		).toBe(true);
});

describe("words of dignity", () => {
	const forbidden: [string, RegExp][] = [
		["victims", /\bvictims?\b|жертв|құрбан/i],
		["an exclamation mark", /!/],
		["a slogan", /act now|действуй|сейчас же/i],
		[
			"what was left out on purpose",
			/Karabalaeva|Карабалаев|Қарабалаев|Myltykov|Мылтыков|Masimov|Масимов|Мәсімов|Blair|Блэр|\bAizhan\b|Айжан|\bhanged|повес|асылып/i,
		],
		["officials by name", /Utegaliev|Утегалиев|Өтеғалиев|Temirov|Темиров|Nazarbayev|Назарбаев/i],
		["a link to what cannot be shared", /rferl|azattyq|azattyk|currenttime|svoboda\.org|радио свобода/i],
	];
	test.each(forbidden)("no text has %s", (_what, pattern) => {
		expect(
			texts()
				.filter(([, text]) => pattern.test(text))
				.map(([where]) => where),
		).toEqual([]);
	});
	test("the texts to share in Russian and Kazakh name a date, no cause", () => {
		for (const [where, text] of texts().filter(([where]) => /^(ru|kk)\/share/.test(where)))
			expect(text, where).not.toMatch(/аңаөзен|анаозен|Zhanaozen/);
	});
	test("the neutral titles too", () => {
		for (const { campaign } of Object.values(content.editions))
			expect(campaign.neutral_title).not.toMatch(/аңаөзен|анаозен|Zhanaozen/);
	});
});

test("only people in the lists are named", () => {
	const listed =
		`Ageleuov Kusherov Kenzhebaev Kenzhebaeva Turbaev Bozhenko Abenov Sokolova Azhigalieva Tuletaeva Galym Rakhat Bazarbai Zhaksylyk
		Alexander Abai Asem Natalia Roza`.split(/\s+/);
	// English: two capitalised words in a row that are no place, body or work known here.
	const known = new Set([
		...listed,
		...`United Nations High Commissioner Human Rights Watch International Labour Organization Independence Day Minimum Pay Standard
			Ersai Caspian Contractor Current Time People Nature Striking Oil Workers European Parliament The In On By From After It Kazakhstan Kazakh UN
			Karazhanbasmunai Ozenmunaigaz Aktau Zhanaozen Shetpe Zhetybai Mangistau December August October January June July May April March
			Human Reuters BBC Eurasianet OHCHR Astana Defenders A An At Five Where Some Police Two`.split(/\s+/),
	]);
	const names = texts()
		.filter(([where]) => where.startsWith("en/"))
		.flatMap(([where, text]) =>
			[...text.matchAll(/\b([A-Z][a-z]+) ([A-Z][a-z]+)\b/g)].flatMap(([pair, first = "", second = ""]) =>
				known.has(first) || known.has(second) ? [] : [`${where}: ${pair}`],
			),
		);
	expect(names).toEqual([]);
});

describe("a folder with a fault is refused by the name of the file", () => {
	let copy: string;
	beforeAll(async () => {
		copy = await mkdtemp(join(tmpdir(), "yntymaq-content-"));
	});
	afterAll(() => rm(copy, { recursive: true, force: true }));

	const refusal = async (file: string, change: (text: string) => string) => {
		const own = await mkdtemp(join(copy, "c-"));
		await cp(folder, own, { recursive: true });
		const path = join(own, file);
		await writeFile(path, change(await readFile(path, "utf8")));
		return readCampaign(own).then(
			() => "taken",
			(error: Error) => error.message,
		);
	};
	const entry = () => content.documents.find(({ path }) => path.startsWith("timeline/"))?.path ?? "";

	test("a claim without a source", async () => {
		const message = await refusal(`en/${entry()}.md`, (text) => text.replace(/sources: \[.*?\]/, "sources: []"));
		expect(message).toContain(entry());
	});
	test("a claim without a voice", async () => {
		const message = await refusal(`ru/${entry()}.md`, (text) => text.replace(/said_by: \w+/, "said_by: rumour"));
		expect(message).toContain(entry());
	});
	test("a source that is not listed", async () => {
		const message = await refusal("kk/memorial.md", (text) => text.replace(/sources: \[.*?\]/, "sources: [nowhere]"));
		expect(message).toMatch(/memorial\.md: sources\.yaml has no nowhere/);
	});
	test("no front matter", async () => {
		expect(await refusal("en/share.md", () => "words")).toMatch(/share\.md does not begin with front matter/);
	});
	test("an update without a date, or with one that is no day", async () => {
		const file = "ru/updates/01-three-languages.md";
		expect(await refusal(file, (text) => text.replace(/date: .*\n/, ""))).toMatch(/01-three-languages\.md: date/);
		expect(await refusal(file, (text) => text.replace(/date: .*/, "date: 2026-02-30"))).toMatch(
			/01-three-languages\.md: date/,
		);
	});
	test("an update without a title", async () => {
		const message = await refusal("kk/updates/01-three-languages.md", (text) => text.replace(/title: .*\n/, ""));
		expect(message).toMatch(/01-three-languages\.md: title/);
	});
	test("an update dated otherwise in another language", async () => {
		const message = await refusal("ru/updates/01-three-languages.md", (text) =>
			text.replace(/date: .*/, "date: 2026-11-21"),
		);
		expect(message).toBe("updates/01-three-languages.md has other dates in ru than in en");
	});
	test("an update without a number, or with the number of another", async () => {
		const named = async (name: string) => {
			const own = await mkdtemp(join(copy, "c-"));
			await cp(folder, own, { recursive: true });
			for (const locale of ["en", "ru", "kk"])
				await cp(join(own, locale, "updates/01-three-languages.md"), join(own, locale, "updates", name));
			return readCampaign(own).catch((error: Error) => error.message);
		};
		expect(await named("news.md")).toMatch(/^updates\/news\.md in en: .* its number/);
		expect(await named("01-other.md")).toMatch(/^updates\/01-three-languages\.md in en has the number of/);
	});
	test("an update that cites what is not listed", async () => {
		const message = await refusal("en/updates/01-three-languages.md", (text) => `${text}\nSo it is said [record-99].`);
		expect(message).toMatch(/01-three-languages\.md: sources\.yaml has no record-99/);
	});
	test("a text too long to share", async () => {
		expect(
			await refusal("en/share.md", (text) => text.replace(/short: .*/, `short: "{link} ${"x".repeat(300)}"`)),
		).toContain("share.md");
	});
});
