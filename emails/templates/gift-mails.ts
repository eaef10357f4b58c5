import type { Translate } from "#app/i18n/translate.ts";
import type { MailValues } from "../kinds.ts";
import type { Block, WrittenMail } from "./blocks.ts";

/** A payment has arrived: the receipt. It thanks and asks for nothing. */
export function giftReceipt(t: Translate, told: MailValues["gift-receipt"]): WrittenMail {
	return {
		subject: t("mail.gift-receipt.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.gift-receipt.first") },
			{ kind: "lines", text: told.facts },
			{ kind: "paragraph", text: told.how },
			...ending(t, told),
		],
	};
}

/** Where to transfer, and by which reference it is found. No word of the form is in it: anybody could have typed it. */
export function giftTransfer(t: Translate, told: MailValues["gift-transfer"]): WrittenMail {
	return {
		subject: t("mail.gift-transfer.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: told.how },
			{ kind: "lines", text: told.facts },
			...ending(t, told),
			{ kind: "note", text: t("mail.gift-transfer.not-you") },
		],
	};
}

/** A payment that had been begun did not come. */
export function giftFailed(t: Translate, told: MailValues["gift-failed"]): WrittenMail {
	return {
		subject: t("mail.gift-failed.subject", { day: told.day }),
		blocks: [
			{ kind: "paragraph", text: t("mail.gift-failed.first") },
			{ kind: "lines", text: told.facts },
			...ending(t, told),
		],
	};
}

/** Money goes back: given back by us, or taken back by a bank. */
export function giftReturned(t: Translate, { how, ...told }: MailValues["gift-returned"]): WrittenMail {
	return {
		subject: t("mail.gift-returned.subject", { day: told.day }),
		blocks: [{ kind: "paragraph", text: how }, { kind: "lines", text: told.facts }, ...ending(t, told)],
	};
}

/** A month could not be charged: when it is tried again, and where another card is given. */
export function monthlyFailed(t: Translate, { how, ...told }: MailValues["monthly-failed"]): WrittenMail {
	return {
		subject: t("mail.monthly-failed.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.monthly-failed.first") },
			{ kind: "paragraph", text: how },
			{ kind: "lines", text: told.facts },
			...ending(t, told, t("mail.monthly-failed.open")),
		],
	};
}

/** A month that could not be charged has been after all. */
export function monthlyRecovered(t: Translate, told: MailValues["monthly-recovered"]): WrittenMail {
	return {
		subject: t("mail.monthly-recovered.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.monthly-recovered.first") },
			{ kind: "lines", text: told.facts },
			...ending(t, told),
		],
	};
}

/** Another amount is charged from the next month on, whoever asked for it. */
export function monthlyChanged(t: Translate, { how, ...told }: MailValues["monthly-changed"]): WrittenMail {
	return {
		subject: t("mail.monthly-changed.subject"),
		blocks: [
			{ kind: "paragraph", text: how },
			{ kind: "lines", text: told.facts },
			{ kind: "paragraph", text: t("mail.monthly-changed.not-you") },
			...ending(t, told),
		],
	};
}

/** Nothing more is charged, whoever ended it. */
export function monthlyEnded(t: Translate, { how, ...told }: MailValues["monthly-ended"]): WrittenMail {
	return {
		subject: t("mail.monthly-ended.subject"),
		blocks: [{ kind: "paragraph", text: how }, { kind: "lines", text: told.facts }, ...ending(t, told)],
	};
}

/** Lets whoever reads an address's mail see the gifts made with it. The same words whether or not there are any. */
export function donationLink(t: Translate, { link }: MailValues["donation-link"]): WrittenMail {
	return {
		subject: t("mail.my.subject"),
		blocks: [
			{ kind: "paragraph", text: t("mail.donation-link.why") },
			{ kind: "action", label: t("mail.my.open"), href: link },
			{ kind: "note", text: t("mail.my.until") },
			{ kind: "note", text: t("mail.my.not-you") },
		],
	};
}

function ending(t: Translate, { link, until }: { link: string; until: string }, label = t("mail.gift.open")): Block[] {
	return [
		{ kind: "action", label, href: link },
		{ kind: "note", text: t("mail.gift.until", { until }) },
	];
}
