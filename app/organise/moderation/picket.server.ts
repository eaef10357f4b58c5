import { countryName, formatDay } from "#app/i18n/format.ts";
import { isLocale, type Locale, translator } from "#app/i18n/translate.ts";
import { decidePicket, decideProposal, type PicketDecision } from "#app/pickets/hosting/decide.server.ts";
import { type ForDesk, findForDesk, type NamedFacts } from "#app/pickets/hosting/for-desk.server.ts";
import { recordAct } from "../audit/record.server.ts";
import type { Kind, View } from "./kind.ts";

/** A picket that its host has verified: listed, left with its link, or refused. */
export const picketKind: Kind = {
	label: "organise.kind.picket",
	decisions: [
		{ name: "list", label: "organise.picket.list", outcome: "show" },
		{ name: "refuse", label: "organise.picket.refuse", outcome: "hide" },
		{ name: "list-and-trust", label: "organise.picket.list-and-trust", outcome: "show" },
		{ name: "link-only", label: "organise.picket.link-only", outcome: "hide" },
	],
	async view(app, campaignId, subjectId, locale) {
		const found = await findForDesk(app.db, app.keys, campaignId, subjectId, locale);
		if (!found || found.picket.state === "cancelled") return null;
		const t = translator(locale);
		const live = found.picket.state === "listed";
		const view = viewOf(found.stands, locale);
		return {
			...view,
			texts: [
				...unclear(found, locale),
				...(live ? [{ label: t("organise.kind.picket"), text: t("organise.picket.live"), locale }] : []),
				...view.texts,
			],
			...(live && { link: `/${locale}/pickets/${found.picket.slug}` as const }),
		};
	},
	async decide(app, trx, campaignId, subjectId, decision, by) {
		const found = await findForDesk(trx, app.keys, campaignId, subjectId, "en");
		if (!found) return;
		const { trusted } = await decidePicket(trx, app.keys, subjectId, decision.name as PicketDecision);
		if (trusted)
			await recordAct(trx, { actor: by.id, act: "picket.host-trusted", campaignId, about: found.picket.slug });
		app.pagesChanged("at once");
		app.wakeMailer();
	},
};

/** A change of a listed picket: proposed, or live already and to be read after. */
export const picketChangeKind: Kind = {
	label: "organise.kind.picket-change",
	decisions: [
		{ name: "accept", label: "organise.picket.accept-change", outcome: "show" },
		{ name: "leave", label: "organise.picket.refuse-change", outcome: "hide" },
		{ name: "seen", label: "organise.picket.seen", outcome: "close" },
		{ name: "take-down", label: "organise.picket.take-down", outcome: "hide" },
	],
	async view(app, campaignId, subjectId, locale) {
		const found = await findForDesk(app.db, app.keys, campaignId, subjectId, locale);
		if (!found || found.picket.state === "cancelled") return null;
		const t = translator(locale);
		const stands = viewOf(found.stands, locale);
		const link = `/${locale}/pickets/${found.picket.slug}` as const;
		if (!found.proposed)
			return {
				...stands,
				texts: [
					...unclear(found, locale),
					{ label: t("organise.kind.picket-change"), text: t("organise.picket.live"), locale },
					...stands.texts,
				],
				link,
				decisions: ["seen", "take-down"],
			};
		const proposed = viewOf(found.proposed, locale);
		const before = new Set([...stands.texts.map(({ text }) => text), ...factsOf(stands)]);
		return {
			title: stands.title,
			// What differs, first; then all that stands.
			texts: [
				...proposed.texts
					.filter(({ text }) => !before.has(text))
					.map(({ label, text }) => ({ label: t("organise.picket.changed", { what: label }), text })),
				...stands.texts,
			],
			facts: [
				...(proposed.facts ?? [])
					.filter(({ value }) => !before.has(value))
					.map(({ label, value }) => ({ label: t("organise.picket.changed", { what: label }), value })),
				...(stands.facts ?? []),
			],
			link,
			decisions: ["accept", "leave", "take-down"],
		};
	},
	async decide(app, trx, campaignId, subjectId, { name }) {
		if (!(await findForDesk(trx, app.keys, campaignId, subjectId, "en"))) return;
		if (name === "take-down") await decidePicket(trx, app.keys, subjectId, "link-only");
		// Whatever is decided: what nobody will read any more is not shown as proposed, and not taken by the clock.
		await decideProposal(trx, app.keys, subjectId, name === "accept");
		app.pagesChanged("at once");
		app.wakeMailer();
	},
};

/** What only the host can say, and so is asked of them. */
function unclear({ picket }: ForDesk, locale: Locale): View["texts"] {
	const t = translator(locale);
	return picket.unclear
		? [{ label: t("picket.form.part.when"), text: t("organise.picket.unclear", { zone: picket.facts.zone }), locale }]
		: [];
}

const factsOf = (view: View) => (view.facts ?? []).map(({ value }) => value);

function viewOf({ kind, facts, cityName, placeName }: NamedFacts, locale: Locale): View {
	const t = translator(locale);
	const language = isLocale(facts.language) ? facts.language : undefined;
	const [day = "", begin = ""] = facts.startsLocal.split("T");
	const end = facts.endsLocal.slice(11);
	const told = [facts.authoritiesTold, facts.authoritiesToldOn].filter(Boolean).join(", ");
	return {
		title: facts.title,
		texts: [
			{ label: t("picket.form.name"), text: facts.title, locale: language },
			...(facts.description
				? [{ label: t("picket.host.description"), text: facts.description, locale: language }]
				: []),
			{ label: t("picket.form.organisation"), text: facts.organisation, locale: language },
			{ label: t("picket.form.point"), text: facts.meetingPoint || facts.onlineUrl, locale: language },
		],
		facts: [
			{ label: t("picket.form.kind"), value: t(`picket.kind.${kind}`) },
			{ label: t("picket.form.part.when"), value: `${formatDay(day, locale)}, ${begin}–${end} (${facts.zone})` },
			{
				label: t("picket.form.part.where"),
				value: [placeName, cityName, countryName(facts.country, locale)].filter(Boolean).join(", "),
			},
			{ label: t("picket.form.level"), value: t(`picket.level.${facts.addressLevel}`) },
			{
				label: t("picket.form.authorities"),
				value: [t(`picket.authorities.${facts.authorities}`), told].filter(Boolean).join(": "),
			},
		],
	};
}
