import { STATUS_CODES } from "node:http";
import { bestLocale, isLocale, type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import type { Reply } from "./reply.ts";
import { isMachine } from "./target.ts";

/** The words of an error page. */
interface ErrorWords {
	title: string;
	text: string;
	/** The way out. */
	home: string;
	/** Where it leads; the first page without it. */
	homeAddress?: string;
	/** What to tell us of a fault. */
	fault?: string;
	/** Of a form that may be sent again: what to do, and its button. */
	again?: { text: string; button: string };
}

/** A form as it was posted, to be sent again as it is. */
export interface PostedForm {
	action: string;
	fields: readonly (readonly [name: string, value: string])[];
}

/** What could not be answered. */
export interface Unanswered {
	status: number;
	pathname: string;
	acceptLanguage: string | undefined;
	/** The random id under which a fault was logged. */
	fault?: string;
	/** Address of the site's style sheet, where one is built. */
	stylesheet?: string;
	/** More for the answer's head, names in lower case. */
	headers?: Reply["headers"];
	/** Where sending the same once more does no harm. */
	posted?: PostedForm;
}

const worded = [400, 403, 404, 405, 408, 409, 410, 413, 415, 421, 429, 431, 500, 503] as const;

/** An error for whoever asked: a page in the language of the address, or for programs a problem document (RFC 9457). */
export function errorReply(unanswered: Unanswered): Reply {
	const { status, headers } = unanswered;
	const [type, text] = isMachine(unanswered.pathname) ? problem(unanswered) : page(unanswered);
	const allow: Reply["headers"] = status === 405 ? { allow: "GET, HEAD" } : {};
	return { status, headers: { ...allow, ...headers, "content-type": type }, body: Buffer.from(text) };
}

function problem({ status, fault }: Unanswered): [string, string] {
	const { title, text } = wordsOf("en", status);
	const told = { type: "about:blank", title: STATUS_CODES[status] ?? title, status, detail: text, fault };
	return ["application/problem+json", `${JSON.stringify(told)}\n`];
}

function page(unanswered: Unanswered): [string, string] {
	const { status, fault, stylesheet, posted } = unanswered;
	const locale = localeOf(unanswered);
	return ["text/html; charset=utf-8", errorPage(locale, status, wordsOf(locale, status, fault), stylesheet, posted)];
}

function localeOf({ pathname, acceptLanguage }: Unanswered): Locale {
	const first = pathname.split("/")[1];
	return isLocale(first) ? first : bestLocale(acceptLanguage ?? null);
}

function wordsOf(locale: Locale, status: number, fault?: string): ErrorWords {
	const t = translator(locale);
	const about = worded.find((known) => known === status) ?? (status >= 500 ? 500 : 400);
	const key = (part: "title" | "text"): MessageKey => `error.${about}.${part}`;
	return {
		title: t(key("title")),
		text: t(key("text")),
		home: t("error.home"),
		fault: fault === undefined ? undefined : t("error.fault", { id: fault }),
		again: { text: t("error.again.text"), button: t("error.again.button") },
	};
}

/** A small page that stands by itself: it must work when nothing else does. */
export function errorPage(
	locale: Locale,
	status: number,
	words: ErrorWords,
	stylesheet?: string,
	posted?: PostedForm,
): string {
	const lines = [
		`<!doctype html>`,
		`<html lang="${locale}">`,
		`<meta charset="utf-8">`,
		`<meta name="viewport" content="width=device-width, initial-scale=1">`,
		`<meta name="color-scheme" content="light dark">`,
		`<title>${escapeHtml(words.title)}</title>`,
		stylesheet && `<link rel="stylesheet" href="${escapeHtml(stylesheet)}">`,
		`<main id="main"><article class="narrow" data-status="${status}">`,
		`<h1>${escapeHtml(words.title)}</h1>`,
		`<p>${escapeHtml(words.text)}</p>`,
		words.fault && `<p>${escapeHtml(words.fault)}</p>`,
		posted && words.again && againForm(posted, words.again),
		`<p><a href="${words.homeAddress ?? `/${locale}`}">${escapeHtml(words.home)}</a></p>`,
		`</article></main>`,
	];
	return `${lines.filter(Boolean).join("\n")}\n`;
}

function againForm({ action, fields }: PostedForm, { text, button }: { text: string; button: string }): string {
	const hidden = fields.map(
		([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
	);
	return [
		`<p>${escapeHtml(text)}</p>`,
		`<form method="post" action="${escapeHtml(action)}">`,
		...hidden,
		`<button type="submit">${escapeHtml(button)}</button>`,
		"</form>",
	].join("\n");
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
