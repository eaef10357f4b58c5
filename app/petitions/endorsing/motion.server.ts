import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Petition } from "../petition.server.ts";
import type { Paragraph } from "./docx.server.ts";

/**
 * The model motion: what the petition says of itself, then three asks: endorse, give, send a delegation. What a branch fills
 * in stands in square brackets; no fact is in it that the petition's own page does not have.
 * @param origin where the site is
 */
export function motionOf(petition: Petition, locale: Locale, origin: string): Paragraph[] {
	const t = translator(locale);
	const page = `${origin}/${locale}/petitions/${petition.slug}`;
	const addressees = petition.addressees.split("\n").filter(Boolean);
	return [
		{ style: "title", text: t("motion.title", { title: petition.title }) },
		{ style: "text", text: t("motion.fill") },
		{ style: "text", text: t("motion.meeting") },
		{ style: "heading", text: t("motion.notes") },
		{ style: "text", text: petition.summary },
		{ style: "text", text: [t("motion.addressed"), ...addressees].join("\n") },
		{ style: "text", text: t("motion.whole", { page }) },
		{ style: "heading", text: t("motion.resolves") },
		{ style: "point", number: 1, text: t("motion.endorse", { title: petition.title }) },
		{
			style: "point",
			number: 2,
			text: t("motion.give", { page: `${origin}/${locale}/campaigns/${petition.campaign}` }),
		},
		{
			style: "point",
			number: 3,
			text: t("motion.delegation", { day: formatDay(petition.day, locale), page: `${origin}/${locale}/pickets` }),
		},
		{ style: "heading", text: t("motion.after") },
		{ style: "text", text: t("motion.tell", { page: `${page}/endorse` }) },
		{ style: "text", text: t("motion.carried") },
	];
}
