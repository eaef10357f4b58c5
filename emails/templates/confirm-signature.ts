import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Asks the holder of an address to confirm it. The same words whether or not that address has signed before. */
export function confirmSignature(t: Translate, values: MailValues["confirm-signature"]): WrittenMail {
	const { link, withdrawLink, about } = values;
	return {
		subject: t("mail.confirm.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.confirm.why", { about }) },
			{ kind: "paragraph", text: t("mail.confirm.how") },
			{ kind: "action", label: t("mail.confirm.open"), href: link },
			{ kind: "note", text: t("mail.confirm.until") },
			{ kind: "note", text: t("mail.confirm.not-you") },
			{ kind: "link", label: t("mail.confirm.withdraw"), href: withdrawLink },
		],
	};
}
