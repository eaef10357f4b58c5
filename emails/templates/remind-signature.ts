import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";
import { confirmSignature } from "./confirm-signature.ts";

/** The mail that asks to confirm, once more, with the same link; it says that there is no other. */
export function remindSignature(t: Translate, values: MailValues["remind-signature"]): WrittenMail {
	const { blocks, ...mail } = confirmSignature(t, values);
	const once = { kind: "paragraph" as const, text: t("mail.remind.once") };
	return { ...mail, subject: t("mail.remind.subject", { about: values.about }), blocks: [once, ...blocks] };
}
