import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Tells a public body how far a petition has come: its text, the numbers, the organisations, and no person. */
export function digest(t: Translate, values: MailValues["digest"]): WrittenMail {
	const { about, title, numbers, organisations, text, link } = values;
	return {
		subject: t("mail.digest.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.digest.why", { about }) },
			{ kind: "heading", text: title },
			{ kind: "paragraph", text: numbers },
			{ kind: "lines", text },
			{ kind: "heading", text: t("mail.digest.organisations") },
			{ kind: "lines", text: organisations },
			{ kind: "link", label: t("mail.digest.open"), href: link },
			{ kind: "note", text: t("mail.digest.names") },
		],
	};
}
