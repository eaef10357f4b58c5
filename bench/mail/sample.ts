import { randomBytes } from "node:crypto";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import type { MailValues } from "#emails/kinds.ts";
import { compose } from "#emails/mime/compose.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { messageId } from "#emails/mime/message-id.ts";
import type { WrittenMail } from "#emails/templates/blocks.ts";
import { confirmSignature } from "#emails/templates/confirm-signature.ts";
import { renditionOf } from "#emails/templates/renditions.ts";

/** Mails go out in turns in these: one is about 3.5 kB, the other 7, as Cyrillic takes six letters for one. */
const locales: readonly Locale[] = ["en", "ru"];
const about = { en: "16 December", ru: "16 декабря", kk: "16 желтоқсан" };

export const from = mailAddress("post@campaign.example") as MailAddress;
export const senderName = "16";
/** SECRET_KEYS */
export const secret = `1:${randomBytes(32).toString("base64")}`;
export const keys = readKeyRing(secret);

/** The language of the n-th mail. */
export function localeOf(n: number): Locale {
	return locales[n % locales.length] ?? "en";
}

/** What a mail is told, as signing tells it. */
export function valuesIn(locale: Locale): MailValues["confirm-signature"] {
	const page = `https://campaign.example/${locale}`;
	const token = "a".repeat(32);
	return { link: `${page}/confirm/${token}`, withdrawLink: `${page}/withdraw/${token}`, about: about[locale] };
}

/** A mail before it is drawn. */
export function written(locale: Locale): WrittenMail {
	return confirmSignature(translator(locale), valuesIn(locale));
}

/** A mail as the queue writes it. */
export function composed(locale: Locale): string {
	const rendition = renditionOf("confirm-signature", locale);
	if (!rendition) throw new Error("no template of this kind");
	return compose(rendition, {
		from,
		senderName,
		to: mailAddress("p1@example.org") as MailAddress,
		messageId: messageId(keys, 1, Buffer.alloc(32), "campaign.example"),
		date: new Date(),
		values: { ...valuesIn(locale) },
	});
}

/** One composed mail of each language, the n-th mail's bytes at `n` modulo their number. */
export function messages(): Buffer[] {
	return locales.map((locale) => Buffer.from(composed(locale)));
}
