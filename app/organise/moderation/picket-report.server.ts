import { isLocale, translator } from "#app/i18n/translate.ts";
import { decideReport, type ReportDecision, reportForDesk } from "#app/pickets/after/decide-report.server.ts";
import type { Kind } from "./kind.ts";

/** How a picket was, as its host tells it: words and photos, of which each can be taken away before. */
export const picketReportKind: Kind = {
	label: "organise.kind.picket-report",
	decisions: [
		{ name: "show", label: "organise.picket-report.show", outcome: "show" },
		{ name: "refuse", label: "organise.picket-report.refuse", outcome: "hide" },
		{ name: "words-only", label: "organise.picket-report.words-only", outcome: "show" },
	],
	async view(app, campaignId, subjectId, locale) {
		const found = await reportForDesk(app.db, app.keys, campaignId, subjectId);
		if (!found) return null;
		const { picket, report, photos, band } = found;
		const t = translator(locale);
		const { language, title } = picket.facts;
		return {
			title,
			texts: report?.words
				? [{ label: t("picket.report.words"), text: report.words, locale: isLocale(language) ? language : undefined }]
				: [],
			facts: band ? [{ label: t("picket.report.people"), value: t(band.key, band.values) }] : [],
			photos: photos.flatMap(({ state, ...photo }) => (state === "refused" ? [] : [{ ...photo, state, language }])),
			link: `/${locale}/pickets/${picket.slug}`,
		};
	},
	async decide(app, trx, campaignId, subjectId, { name }) {
		await decideReport(trx, campaignId, subjectId, name as ReportDecision);
		app.pagesChanged("at once");
	},
};
