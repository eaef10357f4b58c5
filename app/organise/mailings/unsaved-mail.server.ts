import type { Locale } from "#app/i18n/translate.ts";
import { drawUnsaved } from "#app/mailings/writing/draw.server.ts";
import { shown } from "#app/mailings/writing/shown.server.ts";
import type { Db } from "#db/client.ts";
import type { Draft } from "../editing/draft.ts";
import type { OwnCampaign } from "../signed-in.ts";

/** The mail that an update would be, in its editor. */
export interface UnsavedMail {
	subject: string;
	preheader: string;
	text: string;
}

/** Where and in which language it is written. */
interface At {
	campaign: OwnCampaign;
	path: string;
	locale: Locale;
	/** Of the site. */
	origin: string;
}

/** Draws the mail of what is typed into the form of an update; undefined for what is none. */
export async function unsavedMail(
	db: Db,
	{ campaign, path, locale, origin }: At,
	{ texts, body }: Draft,
): Promise<UnsavedMail | undefined> {
	const number = Number(/^updates\/(\d+)-/.exec(path)?.[1] ?? 0);
	if (number === 0) return undefined;
	const { date = "", title = "", summary = "", subject, preview } = texts;
	const update = {
		number,
		locale,
		date,
		title,
		summary,
		body,
		subject: subject || undefined,
		preview: preview || undefined,
	};
	const mail = await drawUnsaved(db, campaign, update, origin);
	return mail && { subject: mail.subject, preheader: mail.preheader, text: shown(mail, origin).text };
}
