import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { WrittenMail } from "./blocks.ts";

// Subjects and first lines say nothing of a campaign, nor that somebody organises: they are on lock screens.

/** Asks somebody in. */
export function organiserInvitation(t: Translate, { link }: MailValues["organiser-invitation"]): WrittenMail {
	return {
		subject: t("mail.organiser.invitation.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.organiser.invitation.why") },
			{ kind: "paragraph", text: t("mail.organiser.invitation.how") },
			{ kind: "action", label: t("mail.organiser.open"), href: link },
			{ kind: "note", text: t("mail.organiser.invitation.until") },
		],
	};
}

/** Gives somebody who lost password or second factor the way back in, a day from now. */
export function organiserRecovery(t: Translate, { link }: MailValues["organiser-recovery"]): WrittenMail {
	return {
		subject: t("mail.organiser.recovery.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.organiser.recovery.why") },
			{ kind: "action", label: t("mail.organiser.open"), href: link },
			{ kind: "note", text: t("mail.organiser.recovery.not-you") },
		],
	};
}

/** Tells an organiser what has happened, and where to look. */
export function organisersNotice(t: Translate, { text, link }: MailValues["organisers-notice"]): WrittenMail {
	return {
		subject: t("mail.organiser.notice.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.organiser.notice.first") },
			{ kind: "paragraph", text },
			{ kind: "action", label: t("mail.organiser.look"), href: link },
		],
	};
}
