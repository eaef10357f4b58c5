import { type Locale, translator } from "#app/i18n/translate.ts";
import type { WrittenMail } from "./blocks.ts";
import { htmlOf } from "./html.tsx";
import { tokenFor } from "./merge.ts";
import { textOf } from "./text.ts";

/** A mail to everybody who subscribed, as it is written in one language. */
export interface CampaignMail {
	/** Neutral, as is the preheader: both stand on lock screens. */
	subject: string;
	preheader: string;
	/** CommonMark, without raw HTML and pictures; `{{page}}`, `{{unsubscribe}}` and `{{preferences}}` may stand as addresses of links. */
	markdown: string;
	/** The campaign's neutral title in the language. */
	about: string;
	/** Where the same stands on the site, whole; absent where it does not. */
	page?: string;
}

/** A mail of a mailing as it is stored: readers' own links are still to be put in. */
export interface DrawnMail {
	subject: string;
	preheader: string;
	html: string;
	text: string;
}

/** Draws a mail once for all readers of a language, HTML and text from the same blocks. */
export function campaignMail({ subject, preheader, markdown, about, page }: CampaignMail, locale: Locale): DrawnMail {
	const t = translator(locale);
	const mail: WrittenMail = {
		subject,
		preheader,
		blocks: [
			{ kind: "prose", markdown: markdown.replaceAll("{{page}}", page ?? "") },
			...(page ? [{ kind: "link", label: t("mail.campaign.page"), href: page } as const] : []),
			{ kind: "note", text: t("mail.campaign.why", { about }) },
			{ kind: "link", label: t("mail.campaign.preferences"), href: tokenFor("preferences") },
			{ kind: "link", label: t("mail.campaign.unsubscribe"), href: tokenFor("unsubscribe") },
		],
	};
	return { subject, preheader, html: htmlOf(mail, locale), text: textOf(mail.blocks) };
}
