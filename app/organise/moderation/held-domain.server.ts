import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { heldDomains } from "#app/petitions/abuse/held-domains.server.ts";
import { trustHeldDomain } from "#app/petitions/abuse/hold.server.ts";
import type { Kind } from "./kind.ts";

/** A domain from which more signed in a day than is usual: its signatures wait until somebody has looked. */
export const heldDomainKind: Kind = {
	label: "organise.kind.held-domain",
	decisions: [
		{ name: "trust", label: "organise.held.trust", outcome: "show" },
		{ name: "keep", label: "organise.held.keep", outcome: "hide" },
	],
	async view(app, campaignId, subjectId, locale) {
		const t = translator(locale);
		const [held] = await heldDomains(app.db, campaignId, { id: subjectId });
		if (!held) return null;
		return {
			title: t("organise.held.title", { petition: held.petition }),
			texts: [{ label: t("organise.held.what"), text: t("organise.held.text"), locale }],
			facts: [
				{ label: t("organise.held.waiting"), value: String(held.waiting) },
				{ label: t("organise.held.share"), value: `${held.share} %` },
				...(held.first ? [{ label: t("organise.held.first"), value: formatDay(held.first, locale) }] : []),
				{ label: t("organise.held.since"), value: formatDay(held.since, locale) },
				...(held.suspect > 0 ? [{ label: t("organise.held.suspect"), value: String(held.suspect) }] : []),
			],
		};
	},
	async decide(_app, trx, campaignId, subjectId, decision) {
		if (decision.name === "trust") await trustHeldDomain(trx, campaignId, subjectId);
	},
};
