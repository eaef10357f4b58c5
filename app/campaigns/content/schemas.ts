import { z } from "zod";
import { type Locale, locales } from "#app/i18n/translate.ts";

/** Text as every document keeps it: lines end with `\n`, no space around it. */
export function plainText(text: string): string {
	return text.replace(/\r\n?/g, "\n").trim();
}

const optional = z.string().overwrite(plainText).default("");
const text = z.string().overwrite(plainText).min(1);
const line = text.regex(/^.*$/);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Who says so: the state or a court; a defender's account; the editors' introduction or note; a public record; the calendar. */
export const voices = ["official", "account", "introduction", "note", "record", "calendar"] as const;

const sources = z.array(slug);

/** A sentence nobody has to take from us: who says it, and where. Only the calendar needs no source. */
const claim = z
	.strictObject({ said_by: z.enum(voices), text, sources: sources.default([]) })
	.refine(({ said_by, sources }) => said_by === "calendar" || sources.length > 0, {
		message: "a claim names its sources",
		path: ["sources"],
		// Also where something else is wrong with it: a form says all at once.
		when: ({ value }) => Array.isArray((value as { sources?: unknown }).sources),
	});

/**
 * `campaign.yaml`: what is the same in every language. `languages` are the campaign's own, all of the product's where
 * it is absent; `missing` says outright which documents are not there in a language that others are in.
 */
export const campaignFacts = z.strictObject({
	slug,
	zone: text,
	day: z.iso.date(),
	petition: slug.optional(),
	languages: z
		.array(z.enum(locales as [Locale, ...Locale[]]))
		.min(1)
		.default(locales),
	missing: z.array(z.string().regex(/^[a-z]{2}(\/[a-z0-9-]+)+$/)).default([]),
});

/** `sources.yaml`. */
export const sourceList = z
	.array(
		z.strictObject({
			id: slug,
			cite: text,
			date: text,
			url: z.url({ protocol: /^https$/ }).optional(),
			language: text,
		}),
	)
	.min(1);

/** `{l}/campaign.md`: front matter, with the story as its body. */
export const campaignMatter = z.strictObject({
	title: text,
	neutral_title: text,
	summary: text,
	asked: z.array(claim).min(1),
	questions: z.array(text).min(1),
	sources,
});

/**
 * `{l}/pickets.yaml`, where anything of it is said: when somebody reads what comes in, and what whoever calls a picket is told
 * of the authorities. As long as the desk's form takes.
 */
export const picketWords = z.strictObject({
	duty_hours: optional.pipe(z.string().max(500)),
	authorities: optional.pipe(z.string().max(2_000)),
});

/** `{l}/petition.md`, with the whole text as its body. */
export const petitionMatter = z.strictObject({
	title: text,
	addressees: z.array(line).min(1),
	summary: text,
	sponsor: optional,
	hand_in: optional,
});

/**
 * `{l}/timeline/*.md`. `from` sorts, then the file's name; `when` is what readers see. Where a source gives less than its
 * place in the order needs, `from` is that place and nothing else.
 */
export const timelineMatter = z.strictObject({
	when: text,
	from: z.string().regex(/^\d{4}(-\d\d(-\d\d)?)?$/),
	title: text,
	claims: z.array(claim).min(1),
});

/** `{l}/memorial.md`. A person without a name here is known to their family. */
export const memorialMatter = z.strictObject({
	title: text,
	intro: text,
	people: z.array(z.strictObject({ name: optional, text, said_by: z.enum(voices), sources: sources.min(1) })).min(1),
	closing: text,
});

/**
 * What an update may say for its mail and for messengers, instead of what is made of its other words. Subject and preview
 * stand on lock screens: without them both are neutral. Characters, `{link}` where the address goes.
 */
const updateMail = {
	subject: line.max(80).optional(),
	preview: line.max(120).optional(),
	short: text.max(300).includes("{link}").optional(),
	long: text.max(900).includes("{link}").optional(),
};

/**
 * `{l}/updates/NN-name.md`: news of the campaign, with the text as its body, which cites its sources as the campaign's
 * does. NN is its number and its address for ever; `date` is the same in every language; `revised` is the day on which
 * the words of this one were last changed.
 */
export const updateMatter = z.strictObject({
	date: z.iso.date(),
	revised: z.iso.date().optional(),
	title: text,
	summary: text,
	...updateMail,
});

/** `{l}/share.md`: texts to copy into a messenger, `{link}` where the address goes. Characters. */
export const shareMatter = z.strictObject({
	short: text.max(300).includes("{link}"),
	long: text.max(900).includes("{link}"),
});

export type Claim = z.infer<typeof claim>;
export type CampaignMatter = z.infer<typeof campaignMatter>;
export type PicketWords = z.infer<typeof picketWords>;
export type PetitionMatter = z.infer<typeof petitionMatter>;
export type TimelineMatter = z.infer<typeof timelineMatter>;
export type MemorialMatter = z.infer<typeof memorialMatter>;
export type UpdateMatter = z.infer<typeof updateMatter> & {
	/** For the demonstration only, and marked so wherever it is shown. */
	sample?: true;
};
export type ShareMatter = z.infer<typeof shareMatter>;
