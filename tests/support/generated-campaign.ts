import fc from "fast-check";
import type { CampaignContent, Document } from "#app/campaigns/content/read-campaign.server.ts";
import { plainText } from "#app/campaigns/content/schemas.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";

const awkward = [
	"Забастовка началась весной",
	"Жаңаөзен қаласы",
	"«кавычки» and “quotes” and 'these' \"too\"",
	"key: value # no comment",
	"- a list that is none",
	"  two spaces before, and   within",
	"\ttab",
	"---",
	"---\ntitle: no front matter\n---",
	"...",
	"first\r\nsecond\rthird",
	"true",
	"null",
	"2011",
	"~",
	"*anchor &alias !tag %percent @at `tick`",
	"{flow: [seq",
	"🕯️ 👩‍👩‍👧",
	"long ".repeat(60),
	"безпробеловнаоченьдлиннойстроке".repeat(8),
	"> folded\n\n\n  more\n \nend ",
	"\u00a0no break\u2028separator",
	"\\n backslash \\",
];

const raw = fc.oneof(
	fc.constantFrom(...awkward),
	fc.array(fc.constantFrom(...awkward), { minLength: 2, maxLength: 4 }).map((parts) => parts.join("\n")),
	fc.string({ unit: "grapheme", maxLength: 60 }),
	fc.string({
		unit: fc.constantFrom("a", " ", "\n", "\t", ":", "-", "#", "'", '"', "ж", "\r", "\\", "|", ">"),
		maxLength: 200,
	}),
);
/** As a document keeps it: what people type is brought into this form by every way in. */
const kept = raw.map((text) => plainText(text.normalize("NFC").replaceAll("\0", "")));
const text = kept.map((words) => words || "x");
const body = kept;
const line = text.map((words) => plainText(words.replace(/[\n\u2028\u2029]+/g, " ")) || "x");
const ids = ["record-1", "interview", "hrw"] as const;
const sources = fc.subarray([...ids], { minLength: 1 });
const claim = fc.record({ said_by: fc.constantFrom("official", "account", "record"), text, sources });
const day = fc.constantFrom("2026-11-20", "2011-12-16");

const matters = {
	campaign: fc.record({
		title: text,
		neutral_title: text,
		summary: text,
		asked: fc.array(claim, { minLength: 1, maxLength: 3 }),
		questions: fc.array(text, { minLength: 1, maxLength: 3 }),
		sources,
	}),
	memorial: fc.record({
		title: text,
		intro: text,
		people: fc.array(fc.record({ name: kept, text, said_by: fc.constant("account"), sources }), {
			minLength: 1,
			maxLength: 3,
		}),
		closing: text,
	}),
	share: fc.record({ short: fc.constant("kurz {link}"), long: text.map((words) => `${words.slice(0, 500)} {link}`) }),
	entry: fc.record({
		when: text,
		from: fc.constantFrom("2011", "2011-12", "2011-12-16"),
		title: text,
		claims: fc.array(claim, { minLength: 1, maxLength: 3 }),
	}),
	update: fc.record(
		{
			title: text,
			summary: text,
			subject: line.map((words) => words.slice(0, 80).trim() || "x"),
			preview: line.map((words) => words.slice(0, 120).trim() || "x"),
			short: fc.constant("Read on: {link}"),
			long: fc.constant("First.\n\nRead on: {link}"),
		},
		{ requiredKeys: ["title", "summary"] },
	),
	pickets: fc.record({ duty_hours: kept, authorities: kept }).map(({ duty_hours, authorities }) => ({
		duty_hours: plainText(duty_hours.slice(0, 500)),
		authorities: plainText(authorities.slice(0, 2_000)),
	})),
	petition: fc.record({
		title: text,
		addressees: fc.array(line, { minLength: 1, maxLength: 3 }),
		summary: text,
		sponsor: kept,
		hand_in: kept,
	}),
};

/** Whole campaigns with words of every awkward kind, in one to all languages. */
export const generatedCampaign: fc.Arbitrary<CampaignContent> = fc
	.record({
		languages: fc.subarray([...locales], { minLength: 1 }),
		days: fc.array(day, { maxLength: 2 }),
		entries: fc.nat(2),
	})
	.chain(({ languages, days, entries }) =>
		fc.tuple(...languages.map((locale) => edition(locale, days, entries))).map((editions) => ({
			slug: "generated",
			zone: "Asia/Almaty",
			day: "2026-12-16",
			petition: "generated",
			languages,
			missing: [],
			sources: ids.map((id) => ({ id, cite: `“${id}”: a work`, date: "May 2012", language: "en" })),
			editions: Object.fromEntries(editions.map(({ locale, ...own }) => [locale, own.edition])),
			documents: editions.flatMap(({ documents }) => documents),
		})),
	);

function edition(locale: Locale, days: string[], entries: number) {
	const document = (path: string, matter: fc.Arbitrary<object>): fc.Arbitrary<Document> =>
		fc.record({ path: fc.constant(path), locale: fc.constant(locale), matter, body });
	const campaign = fc.record({ matter: matters.campaign, body });
	const others = [
		document("memorial", matters.memorial),
		document("share", matters.share),
		...Array.from({ length: entries }, (_, n) => document(`timeline/0${n + 1}-entry`, matters.entry)),
		...days.map((date, n) =>
			document(
				`updates/0${n + 1}-news`,
				matters.update.map((matter) => ({ date, ...matter })),
			),
		),
	];
	return fc
		.tuple(campaign, fc.record({ matter: matters.petition, body }), matters.pickets, ...others)
		.map(([campaign, petition, pickets, ...documents]) => ({
			locale,
			edition: {
				campaign: campaign.matter,
				petition: { ...petition.matter, body: petition.body },
				...(Object.values(pickets).some(Boolean) && { pickets }),
			},
			documents: [{ path: "campaign", locale, ...campaign }, ...documents],
		}));
}
