import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { Block, WrittenMail } from "./blocks.ts";

/** Asks the holder of an address whether they want to come, or to be told of changes. Says no place: nobody has confirmed. */
export function confirmRsvp(t: Translate, { link, day }: MailValues["confirm-rsvp"]): WrittenMail {
	return {
		subject: t("mail.rsvp.subject", { day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.rsvp.why", { day }) },
			{ kind: "paragraph", text: t("mail.rsvp.how") },
			{ kind: "action", label: t("mail.confirm.open"), href: link },
			{ kind: "note", text: t("mail.rsvp.until") },
			{ kind: "note", text: t("mail.rsvp.not-you") },
		],
	};
}

/** What has changed since its reader was last told, old and new, and what is true now. */
export function picketChanged(t: Translate, { changes, ...told }: MailValues["picket-changed"]): WrittenMail {
	return {
		subject: t("mail.picket.changed.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.changed.first") },
			{ kind: "lines", text: changes },
			{ kind: "paragraph", text: t("mail.picket.now") },
			...standing(told),
			{ kind: "note", text: t("mail.picket.calendar") },
			...ending(t, told),
		],
	};
}

/** It does not take place, or is no longer announced here. */
export function picketCancelled(t: Translate, { how, ...told }: MailValues["picket-cancelled"]): WrittenMail {
	return {
		subject: t("mail.picket.cancelled.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.cancelled.first") },
			{ kind: "paragraph", text: how },
			...standing(told),
			{ kind: "note", text: t("mail.picket.calendar") },
			...ending(t, told),
		],
	};
}

/** The day before, or two hours before: the facts say when. */
export function picketReminder(t: Translate, told: MailValues["picket-reminder"]): WrittenMail {
	return {
		subject: t("mail.picket.reminder.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.reminder.first", { day: told.day }) },
			...standing(told),
			...ending(t, told),
		],
	};
}

/** A host's words, marked as theirs. */
export function picketMessage(t: Translate, { words, language, ...told }: MailValues["picket-message"]): WrittenMail {
	return {
		subject: t("mail.picket.message.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.message.first", { day: told.day }) },
			...standing(told),
			{ kind: "quotation", by: t("mail.picket.message.by"), text: words, language },
			{ kind: "note", text: t("mail.picket.message.read") },
			...ending(t, told),
		],
	};
}

/** The host has let them in: where it is. */
export function picketLetIn(t: Translate, told: MailValues["picket-let-in"]): WrittenMail {
	return {
		subject: t("mail.picket.let-in.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.let-in.first") },
			...standing(told),
			{ kind: "note", text: t("mail.picket.calendar") },
			...ending(t, told),
		],
	};
}

/** The host has not let them in. */
export function picketNotLetIn(t: Translate, told: MailValues["picket-not-let-in"]): WrittenMail {
	return {
		subject: t("mail.picket.let-in.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.picket.not-let-in.first") },
			...standing(told),
			{ kind: "note", text: t("mail.picket.not-let-in.deleted") },
		],
	};
}

function standing({ facts }: { facts: string }): Block[] {
	return [{ kind: "lines", text: facts }];
}

function ending(t: Translate, { link }: { link: string }): Block[] {
	return [
		{ kind: "action", label: t("mail.picket.open"), href: link },
		{ kind: "note", text: t("mail.picket.leave") },
	];
}
