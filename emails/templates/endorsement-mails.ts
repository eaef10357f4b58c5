import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Asks whoever reads a role address whether their body endorses. No word of the form is in it: anybody could have typed it. */
export function confirmEndorsement(t: Translate, { link, about }: MailValues["confirm-endorsement"]): WrittenMail {
	return {
		subject: t("mail.endorsement-confirm.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.endorsement-confirm.why", { about }) },
			{ kind: "paragraph", text: t("mail.endorsement-confirm.how") },
			{ kind: "action", label: t("mail.endorsement-confirm.open"), href: link },
			{ kind: "note", text: t("mail.endorsement-confirm.until") },
			{ kind: "note", text: t("mail.endorsement-confirm.not-you") },
		],
	};
}

/** Asks whoever reads an address whether a body's mail may come there. No word of a person is in it. */
export function confirmContact(t: Translate, { link }: MailValues["contact-link"]): WrittenMail {
	return {
		subject: t("mail.contact-link.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.contact-link.why") },
			{ kind: "action", label: t("mail.contact-link.open"), href: link },
			{ kind: "note", text: t("mail.my.until") },
			{ kind: "note", text: t("mail.contact-link.not-you") },
		],
	};
}

/** Tells the address to which a body's mail has come that it comes to another; not to which. */
export function contactMoved(t: Translate, values: MailValues["contact-moved"]): WrittenMail {
	return {
		subject: t("mail.contact-moved.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.contact-moved.what") },
			{ kind: "paragraph", text: t("mail.contact-moved.not-you") },
			{ kind: "link", label: t("mail.endorsement.contact"), href: values.contactLink },
		],
	};
}

/** The day after a meeting: how did it go? */
export function endorsementHowWent(t: Translate, values: MailValues["endorsement-how-went"]): WrittenMail {
	return news(t, values, "how-went");
}

/** The endorsement is on the public page now. */
export function endorsementShown(t: Translate, values: MailValues["endorsement-shown"]): WrittenMail {
	return news(t, values, "shown");
}

/** It is not shown; why stands on the body's own page. */
export function endorsementRefused(t: Translate, values: MailValues["endorsement-refused"]): WrittenMail {
	return news(t, values, "refused");
}

function news(
	t: Translate,
	{ link, about, contactLink }: MailValues["endorsement-how-went"],
	what: "how-went" | "shown" | "refused",
): WrittenMail {
	return {
		subject: t(`mail.endorsement-${what}.subject`, { about }),
		blocks: [
			{ kind: "paragraph", text: t(`mail.endorsement-${what}.what`) },
			{ kind: "action", label: t("mail.endorsement.open"), href: link },
			{ kind: "link", label: t("mail.endorsement.contact"), href: contactLink },
		],
	};
}
