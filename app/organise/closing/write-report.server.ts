import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { namesIn } from "#app/mailings/writing/draw.server.ts";
import { numbersIn } from "#app/petitions/closing/digest-mail.server.ts";
import { type ClosingFacts, closingFacts } from "#app/petitions/closing/facts.server.ts";
import type { Of } from "#app/petitions/closing/mailboxes.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { addText } from "../editing/documents.server.ts";
import { saveText } from "../editing/save.server.ts";

/** What can be told of a petition's end; the update's path ends with it, and the kind of its mail is read from there. */
export const reports = ["handed-in", "closing-report"] as const;
export type ReportName = (typeof reports)[number];

/**
 * Writes a draft of an update in every language of the campaign from what is known, for the editor to change and publish.
 * @param today `YYYY-MM-DD`
 * @returns its path
 */
export function writeReport(db: Db, of: Of, name: ReportName, by: { actor: string; today: string }): Promise<string> {
	return inTransaction(db, async (trx) => {
		const { campaignId } = of;
		const path = await addText(trx, { campaignId, actor: by.actor, kind: "updates", name });
		for (const { locale } of await namesIn(trx, campaignId)) {
			const facts = await closingFacts(trx, of, locale);
			if (!facts) continue;
			const content = contentOf(facts, name, locale, by.today);
			await saveText(trx, { campaignId, path, locale, author: by.actor, base: 0, content, fromId: null, note: "" });
		}
		return path;
	});
}

function contentOf(facts: ClosingFacts, name: ReportName, locale: Locale, today: string) {
	const t = translator(locale);
	const { handover, named } = facts;
	const addressees = facts.addressees.split("\n");
	const to = handover?.places.map((place) => `- ${addressees[place - 1]}`).join("\n") ?? t("closing.report.not-yet");
	const parts = [
		`## ${t("closing.report.count")}`,
		numbersIn(facts, locale),
		...(named.length > 0 ? [`## ${t("closing.report.organisations")}`, named.map((one) => `- ${one}`).join("\n")] : []),
		`## ${t("closing.report.to")}`,
		to,
		...(handover?.words ? [handover.words] : []),
		...(name === "closing-report" ? [`## ${t("closing.report.then")}`, t("closing.report.then.text")] : []),
	];
	const day = formatDay(handover?.day ?? today, locale);
	return {
		matter: {
			date: today,
			title: t(`closing.report.${name}.title`),
			summary: t(`closing.report.${name}.summary`, { day }),
		},
		body: parts.join("\n\n"),
	};
}
