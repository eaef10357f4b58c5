import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

/** Asks the holder of an address whether they host a picket. No word of the form is in it: anybody could have typed it. */
export function confirmPicket(t: Translate, { link, about }: MailValues["confirm-picket"]): WrittenMail {
	return {
		subject: t("mail.picket-confirm.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket-confirm.why", { about }) },
			{ kind: "paragraph", text: t("mail.picket-confirm.how") },
			{ kind: "action", label: t("mail.picket-confirm.open"), href: link },
			{ kind: "note", text: t("mail.picket-confirm.until") },
			{ kind: "note", text: t("mail.picket-confirm.not-you") },
		],
	};
}

/** Tells a host that everybody can find it now. */
export function picketListed(t: Translate, { link, hostLink, about }: MailValues["picket-listed"]): WrittenMail {
	return {
		subject: t("mail.picket-listed.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket-listed.what") },
			{ kind: "action", label: t("mail.picket-listed.open"), href: link },
			{ kind: "link", label: t("mail.picket-host.link"), href: hostLink },
		],
	};
}

/** Tells a host what became of a change that they proposed; no word of it. */
export function picketChangeDecided(
	t: Translate,
	{ hostLink, contactLink, about, how }: MailValues["picket-change-decided"],
): WrittenMail {
	return {
		subject: t("mail.picket-change.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: how },
			{ kind: "link", label: t("mail.picket-host.link"), href: hostLink },
			{ kind: "link", label: t("mail.picket-refused.contact"), href: contactLink },
		],
	};
}

/** Gives a host the new link to their page; the former one has ended. */
export function picketHostLink(t: Translate, { hostLink, about }: MailValues["picket-host-link"]): WrittenMail {
	return {
		subject: t("mail.picket-host-link.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket-host-link.what") },
			{ kind: "action", label: t("mail.picket-host.link"), href: hostLink },
			{ kind: "note", text: t("mail.picket-host-link.keep") },
		],
	};
}

/** Tells a host that it is not listed, and whom to ask why. */
export function picketRefused(
	t: Translate,
	{ hostLink, contactLink, about }: MailValues["picket-refused"],
): WrittenMail {
	return {
		subject: t("mail.picket-refused.subject", { about }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket-refused.what") },
			{ kind: "link", label: t("mail.picket-refused.contact"), href: contactLink },
			{ kind: "link", label: t("mail.picket-host.link"), href: hostLink },
		],
	};
}
