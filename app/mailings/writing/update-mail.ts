import { linkCitations, type Source } from "#app/campaigns/preview.server.ts";
import type { Update } from "#app/campaigns/updates.server.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import type { MailingRendition } from "../sending/mailing.server.ts";

/** An update, the campaign that it is of, and where its page is. */
export interface UpdateTold {
	locale: Locale;
	/** Of the site. */
	origin: string;
	/** The campaign's. */
	slug: string;
	neutralTitle: string;
	update: Update;
	sources: readonly Source[];
}

/**
 * Draws the mail of an update from the words of its page. Unless its writers chose others, subject and preview name no
 * cause: the campaign's neutral title and the update's number. Citations lead to the page's sources; addresses within
 * the site are made whole.
 */
export function updateMail({ locale, origin, slug, neutralTitle, update, sources }: UpdateTold): MailingRendition {
	const t = translator(locale);
	const { number, title, summary, body, sample, subject, preview } = update;
	const page = `${origin}/${locale}/campaigns/${slug}/updates/${number}`;
	const mark = sample ? `${t("updates.sample")}: ` : "";
	const markdown = [`# ${plain(mark + title)}`, ...summary.split(/\n{2,}/).map(plain), linkCitations(body, sources)];
	return {
		locale,
		...campaignMail(
			{
				subject: mark + (subject ?? `${neutralTitle} · ${t("updates.number", { number })}`),
				preheader: preview ?? t("mailing.preview"),
				markdown: wholeLinks(markdown.join("\n\n"), origin, page),
				about: neutralTitle,
				page,
			},
			locale,
		),
	};
}

/** Words in which Markdown is to find nothing (CommonMark §2.4). */
function plain(text: string): string {
	return text.replace(/[\\`*_{}[\]<>#+\-.!|~]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

function wholeLinks(markdown: string, origin: string, page: string): string {
	return markdown.replace(/\]\((?=[/#])(#?)/g, (_, fragment: string) => (fragment ? `](${page}#` : `](${origin}`));
}
