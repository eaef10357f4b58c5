import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { changeEndorsement } from "#app/petitions/endorsing/change.server.ts";
import type { Endorsement } from "#app/petitions/endorsing/endorsement.server.ts";
import { endorsementForDesk } from "#app/petitions/endorsing/for-desk.server.ts";
import { recordAct } from "../audit/record.server.ts";
import type { Kind } from "./kind.ts";

const ways = { "show-listed": "listed-address", "show-vouched": "vouched", "show-called": "call-back" } as const;

/** A motion that a body says it has adopted: shown when somebody knows from the body itself, or refused. */
export const endorsementKind: Kind = {
	label: "organise.kind.endorsement",
	decisions: [
		{ name: "show-listed", label: "organise.endorsement.show-listed", outcome: "show" },
		{ name: "refuse", label: "organise.endorsement.refuse", outcome: "hide" },
		{ name: "show-vouched", label: "organise.endorsement.show-vouched", outcome: "show" },
		{ name: "show-called", label: "organise.endorsement.show-called", outcome: "show" },
	],
	async view(app, campaignId, subjectId, locale) {
		const found = await endorsementForDesk(app.db, app.keys, campaignId, subjectId);
		if (!found || found.mergedInto || found.state !== "adopted") return null;
		const t = translator(locale);
		const { organisation, words } = found;
		return {
			title: organisation.name,
			texts: [
				{ label: t("endorse.organisation"), text: organisation.name },
				{ label: t("endorse.evidence"), text: words.evidence },
				...(words.parent ? [{ label: t("endorse.parent_text"), text: words.parent }] : []),
			],
			facts: factsOf(found, locale),
			link: `/organise/campaigns/${found.campaign.slug}/endorsements/${found.id}`,
		};
	},
	async decide(app, trx, campaignId, subjectId, { name }, by) {
		if (!(await endorsementForDesk(trx, app.keys, campaignId, subjectId))) return;
		const way = Object.entries(ways).find(([decision]) => decision === name)?.[1];
		const about = { actor: by.id, campaignId, about: subjectId };
		if (way) {
			await changeEndorsement(trx, app.keys, subjectId, { event: "check", way, note: "", by: by.id });
			const { state } = await changeEndorsement(trx, app.keys, subjectId, { event: "show", by: by.id });
			// What this one has entered, or a large body that they have checked now, somebody else shows.
			await recordAct(trx, { ...about, act: state === "changed" ? "endorsement.shown" : "endorsement.checked" });
		} else {
			await changeEndorsement(trx, app.keys, subjectId, { event: "refuse", because: "other" });
			await recordAct(trx, { ...about, act: "endorsement.refused" });
		}
		app.pagesChanged("at once");
		app.wakeMailer();
	},
};

function factsOf({ organisation, contact, adoptedOn }: Endorsement, locale: Locale) {
	const t = translator(locale);
	return [
		{ label: t("endorse.kind"), value: t(`organisation.kind.${organisation.kind}`) },
		{ label: t("endorse.country"), value: countryName(organisation.country, locale) },
		{ label: t("endorse.members"), value: organisation.members === null ? "–" : String(organisation.members) },
		{ label: t("endorse.adopted_on"), value: adoptedOn ? formatDay(adoptedOn, locale) : "–" },
		...(contact
			? [
					{ label: t("endorse.email"), value: contact.email },
					{ label: t("endorse.officer_role"), value: contact.officerRole },
				]
			: []),
	];
}
