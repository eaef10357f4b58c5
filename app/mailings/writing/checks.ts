import type { Locale } from "#app/i18n/translate.ts";
import type { MailingRendition } from "../sending/mailing.server.ts";
import { addressOf, holdsToken, linksIn, pathOf } from "./links.ts";
import { isUnlinkable } from "./unlinkable-hosts.ts";

/** What keeps a mailing from being sent, and what only has to be known. */
const checks = {
	/** A language of the campaign has no text at all; it is written and its page is not published. */
	"no-text": "stops",
	"no-page": "stops",
	/** Nobody finds the campaign yet, or a moderator has hidden the update. */
	"campaign-unpublished": "stops",
	hidden: "stops",
	"subject-empty": "stops",
	"subject-long": "stops",
	"preview-long": "stops",
	capitals: "stops",
	exclamation: "stops",
	/** On a lock screen, in a language in which it could harm whoever reads it. */
	"names-cause": "stops",
	"broken-link": "stops",
	"undesirable-link": "stops",
	"no-link": "stops",
	/** The hour that was chosen has gone by. */
	past: "stops",
	/** The page has been changed since the mail was drawn. */
	"page-changed": "stops",
	"stale-translation": "warns",
	"newer-version": "warns",
	"exclamation-in-text": "warns",
	"plain-http": "warns",
} as const;
export type Check = keyof typeof checks;

/** One thing that was found. */
export interface Finding {
	check: Check;
	stops: boolean;
	/** The language whose mail it is about. */
	locale?: Locale;
	/** The link or the word. */
	what?: string;
}

/** A campaign in one of its languages, and how the update stands in it. */
export interface Edition {
	locale: Locale;
	title: string;
	neutralTitle: string;
	/** Null for a mailing that tells no update. */
	update: null | {
		state: "missing" | "unpublished" | "published";
		/** The original has been changed since. */
		stale: boolean;
		/** Something newer than what readers see has been saved. */
		newer: boolean;
		/** Readers see other words than the mail has. */
		changed: boolean;
	};
}

/** What is checked. */
export interface Checked {
	/** Where the site is. */
	origin: string;
	editions: readonly Edition[];
	/** Languages whose readers get it; all where it is absent. */
	locales?: readonly Locale[];
	renditions: readonly MailingRendition[];
	/** Of the paths within the site that it links to, those where nothing is. */
	nowhere: ReadonlySet<string>;
	published: boolean;
	hidden: boolean;
	/** The chosen hour is over. */
	past: boolean;
}

/** Characters that lists of mails show of a subject, and of a preview line. */
const SUBJECT = 80;
const PREVIEW = 120;
const EXCLAMATION = /[!\uff01]/;
/** Languages of places where a word on a lock screen could harm. */
const guarded: readonly Locale[] = ["ru", "kk"];

/** Looks a mailing over before it is sent: what stops it first, by language. */
export function checkMailing(checked: Checked): Finding[] {
	const { editions, locales, renditions } = checked;
	const needed = editions.filter(({ locale }) => !locales || locales.includes(locale));
	const found: Finding[] = [];
	const find = (check: Check, locale?: Locale, what?: string) =>
		found.push({ check, stops: checks[check] === "stops", ...(locale && { locale }), ...(what && { what }) });
	if (!checked.published) find("campaign-unpublished");
	if (checked.hidden) find("hidden");
	if (checked.past) find("past");
	for (const { locale, update } of needed) {
		if (update?.state === "unpublished") find("no-page", locale);
		else if (update ? update.state === "missing" : !renditions.some((one) => one.locale === locale))
			find("no-text", locale);
		if (update?.changed) find("page-changed", locale);
		if (update?.stale) find("stale-translation", locale);
		if (update?.newer) find("newer-version", locale);
	}
	for (const rendition of renditions) {
		const edition = editions.find(({ locale }) => locale === rendition.locale);
		for (const [check, what] of [...ofWords(rendition, edition), ...ofLinks(rendition, checked)])
			find(check, rendition.locale, what);
	}
	return found.sort((a, b) => Number(b.stops) - Number(a.stops));
}

type Found = [check: Check, what?: string];

function* ofWords({ locale, subject, preheader, text }: MailingRendition, edition?: Edition): Generator<Found> {
	if (!subject.trim()) yield ["subject-empty"];
	if (subject.length > SUBJECT) yield ["subject-long"];
	if (preheader.length > PREVIEW) yield ["preview-long"];
	if (isShouted(subject)) yield ["capitals"];
	if (EXCLAMATION.test(subject + preheader)) yield ["exclamation"];
	else if (EXCLAMATION.test(text.replace(/https?:\S+/g, ""))) yield ["exclamation-in-text"];
	if (!edition || !guarded.includes(locale)) return;
	for (const word of causesIn(`${subject} ${preheader}`, edition)) yield ["names-cause", word];
}

function* ofLinks({ locale, html }: MailingRendition, { origin, nowhere }: Checked): Generator<Found> {
	for (const link of linksIn(html)) {
		const url = addressOf(link);
		if (holdsToken(link)) yield ["no-link", link];
		else if (!url) {
			if (!link.startsWith("mailto:")) yield ["no-link", link];
		} else if (url.origin === origin) {
			if (nowhere.has(pathOf(url))) yield ["broken-link", link];
		} else if (locale === "ru" && isUnlinkable(url.hostname)) yield ["undesirable-link", url.hostname];
		else if (url.protocol === "http:" && !url.hostname.endsWith(".onion")) yield ["plain-http", link];
	}
}

/** Words in capitals throughout, as unwanted mail has them. */
function isShouted(subject: string): boolean {
	const letters = subject.match(/\p{L}/gu) ?? [];
	return letters.length >= 4 && letters.every((letter) => letter === letter.toUpperCase());
}

const LONG_WORD = 6;
const STEM = 5;

/**
 * The words of a text that are in the campaign's title and not in its neutral one, in whatever form: words of six
 * letters or more that begin alike, as both languages add to the end of a word.
 */
function causesIn(text: string, { title, neutralTitle }: Edition): string[] {
	const longWords = (of: string) =>
		(of.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => word.length >= LONG_WORD);
	const stem = (word: string) => word.slice(0, STEM);
	const neutral = new Set(longWords(neutralTitle).map(stem));
	const causes = new Set(
		longWords(title)
			.map(stem)
			.filter((start) => !neutral.has(start)),
	);
	return longWords(text).filter((word) => causes.has(stem(word)));
}
