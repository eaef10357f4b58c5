import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { pdfDocument } from "#app/pdf/document.server.ts";
import { drawLetter, type Paragraph } from "#app/pdf/letter.server.ts";
import { printIban } from "#app/web/iban.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { Organisation } from "./give-fields.ts";
import { printReference } from "./reference.ts";

/** What both letters to a body say of its gift. */
interface BodysGift {
	organisation: Organisation;
	/** Who holds the money, by their legal name. */
	holder: string;
	/** As it is stored. */
	reference: string;
	/** `YYYY-MM-DD`, which the letter bears. */
	day: string;
	locale: Locale;
}

/**
 * The letter that a branch's treasurer pays by, as PDF: account, reference, what the money is for.
 * @param pay amount in minor units, the account as the bank shows it, and the fund's own words on its purpose
 */
export function treasurersLetter(
	gift: BodysGift,
	pay: { amount: number; currency: string; holder: string; iban: string; purpose: string; sample: boolean },
): Buffer {
	const t = translator(gift.locale);
	const item = (name: string, value: string): Paragraph => ({ kind: "item", text: `${name}: ${value}` });
	const amount = formatAmount(pay.amount, pay.currency, gift.locale);
	return letter(gift, t("fund.letter.title"), [
		...(pay.sample ? [{ kind: "heading" as const, text: t("fund.transfer.sample") }] : []),
		{ kind: "text", text: t("fund.letter.intro", { amount }) },
		item(t("fund.account-holder"), pay.holder),
		item("IBAN", printIban(pay.iban)),
		item(t("fund.reference"), printReference(gift.reference)),
		item(t("fund.amount"), amount),
		{ kind: "text", text: t("fund.letter.reference") },
		{ kind: "heading", text: t("fund.letter.purpose") },
		{ kind: "text", text: t("fund.sentence", { holder: gift.holder, purpose: pay.purpose }) },
		{ kind: "text", text: t("fund.organisations.held") },
	]);
}

/**
 * The letter of thanks for a gift that stands in the books, as PDF.
 * @param came amount in minor units, its day, and where the open books are, whole
 */
export function thanksLetter(
	gift: BodysGift,
	came: { amount: number; currency: string; day: string; link: string },
): Buffer {
	const t = translator(gift.locale);
	const amount = formatAmount(came.amount, came.currency, gift.locale);
	return letter(gift, t("fund.letter.thanks.title"), [
		{
			kind: "text",
			text: t("fund.letter.thanks", { amount, day: formatDay(came.day, gift.locale), link: came.link }),
		},
		{ kind: "item", text: `${t("fund.reference")}: ${printReference(gift.reference)}` },
	]);
}

function letter({ organisation, holder, day, locale }: BodysGift, title: string, body: Paragraph[]): Buffer {
	const t = translator(locale);
	const { name, address, contact } = organisation;
	const document = pdfDocument({ title, language: locale, day });
	drawLetter(document, [
		{ kind: "text", text: holder },
		{ kind: "text", text: formatDay(day, locale) },
		{ kind: "text", text: t("fund.letter.to", { name }) },
		...[contact, ...address.split("\n")].filter(Boolean).map((text): Paragraph => ({ kind: "item", text })),
		{ kind: "title", text: title },
		...body,
		{ kind: "text", text: holder },
	]);
	document.end();
	return document.take();
}
