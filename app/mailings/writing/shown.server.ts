import type { Locale } from "#app/i18n/translate.ts";
import { type MergeToken, mergeText } from "#emails/templates/merge.ts";
import type { MailingRendition } from "../sending/mailing.server.ts";

/** What stands for a reader's own links where a mailing is looked at or tried: they lead to nobody's page. */
export function testLinks(origin: string, locale: Locale): Record<MergeToken, string> {
	return { unsubscribe: `${origin}/u/test`, preferences: `${origin}/${locale}/mail/test` };
}

/** A mail of a mailing as one reader sees it, HTML and text. */
export function shown(
	{ locale, html, text }: Pick<MailingRendition, "locale" | "html" | "text">,
	origin: string,
): Record<"html" | "text", string> {
	const links = testLinks(origin, locale);
	// Of our own making: no sign in them has a meaning in HTML.
	return { html: mergeText(html, links), text: mergeText(text, links) };
}
