import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Answers somebody who wrote or reported: the organisers' words alone, as the address may be another's. */
export function answer(t: Translate, { about, text, link }: MailValues["answer"]): WrittenMail {
	return {
		subject: t("mail.answer.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.answer.why", { about }) },
			{ kind: "lines", text },
			{ kind: "link", label: t("mail.answer.again"), href: link },
			{ kind: "note", text: t("mail.answer.deleted") },
		],
	};
}
