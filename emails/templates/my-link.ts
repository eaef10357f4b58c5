import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Lets whoever reads an address's mail see what is held under it. The same words whether or not anything is. */
export function myLink(t: Translate, { link }: MailValues["my-link"]): WrittenMail {
	return {
		subject: t("mail.my.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.my.why") },
			{ kind: "action", label: t("mail.my.open"), href: link },
			{ kind: "note", text: t("mail.my.until") },
			{ kind: "note", text: t("mail.my.not-you") },
		],
	};
}
