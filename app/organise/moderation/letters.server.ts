import { hideUpdate } from "#app/campaigns/hidden.server.ts";
import type { App } from "#app/context.ts";
import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { endLetter, type ReadLetter, readLetter, senderOf } from "#app/site/letters/letters.server.ts";
import type { Kind, View } from "./kind.ts";
import { hidePicketAt, photosAt } from "./reported-picket.server.ts";

const common: Pick<Kind, "addressee"> = {
	addressee: (app, db, campaignId, subjectId) => senderOf(db, app.keys, campaignId, subjectId),
};

/** A reader says that something on a page is wrong. What can be hidden is hidden at once. */
export const reportKind: Kind = {
	...common,
	label: "organise.kind.report",
	decisions: [
		{ name: "hide", label: "organise.decide.hide-page", outcome: "hide" },
		{ name: "leave", label: "organise.decide.leave-page", outcome: "close" },
		{ name: "done", label: "organise.decide.done", outcome: "close" },
	],
	async view(app, campaignId, subjectId, locale) {
		const letter = await readLetter(app.db, app.keys, campaignId, subjectId);
		if (!letter) return null;
		const [update, picket] = [updateOf(letter), picketOf(letter)];
		const decisions = update === null && picket === null ? ["done"] : ["hide", "leave"];
		const photos = picket === null ? [] : await photosAt(app.db, campaignId, picket);
		return { ...viewOf(letter, locale), decisions, photos, desk: listOf(letter) };
	},
	async decide(app, trx, campaignId, subjectId, decision) {
		const letter = await readLetter(trx, app.keys, campaignId, subjectId);
		const [update, picket] = letter ? [updateOf(letter), picketOf(letter)] : [null, null];
		if (decision.name === "hide" && update) await hideUpdate(trx, campaignId, update, true);
		if (decision.name === "hide" && picket) {
			await hidePicketAt(trx, app.keys, campaignId, picket);
			app.wakeMailer();
		}
		await endLetter(trx, campaignId, subjectId);
	},
};

/** Somebody wrote to the organisers. A family's request comes before all else. */
export const contactKind: Kind = {
	...common,
	label: "organise.kind.contact",
	decisions: [{ name: "done", label: "organise.decide.done", outcome: "close" }],
	async view(app: App, campaignId, subjectId, locale) {
		const letter = await readLetter(app.db, app.keys, campaignId, subjectId);
		return letter && viewOf(letter, locale);
	},
	async decide(_app, trx, campaignId, subjectId) {
		await endLetter(trx, campaignId, subjectId);
	},
};

/** The number of the update that a report is about; null when it is about something else. */
function updateOf({ about }: ReadLetter): number | null {
	const [, number] = /^updates\/(\d{1,4})$/.exec(about?.room === "campaigns" ? about.rest : "") ?? [];
	return number ? Number(number) : null;
}

/** The address of the picket that a report is about, its page or its photos; null when it is about something else. */
function picketOf({ about }: ReadLetter): string | null {
	return about?.room === "pickets" ? about.slug : null;
}

/** The page of the desk on which a name or a line can be hidden, where a report is about a list of them. */
function listOf({ about }: ReadLetter): View["desk"] {
	if (about?.room !== "petitions") return undefined;
	return about.rest === "signatories" ? "names" : "lines";
}

function viewOf(letter: ReadLetter, locale: Locale): View {
	const t = translator(locale);
	const { topic, words, page, committee, about, day, answerable } = letter;
	return {
		title: t(`letter.topic.${topic}`),
		texts: committee ? [] : [{ label: t("organise.letter.words"), text: words }],
		sealed: committee ? words : undefined,
		facts: [
			...(page ? [{ label: t("letter.page"), value: page }] : []),
			{ label: t("organise.letter.came"), value: formatDay(day, locale) },
			{
				label: t("organise.letter.answer"),
				value: t(answerable ? "organise.letter.wanted" : "organise.letter.unwanted"),
			},
		],
		link: about ? `/${letter.locale}/${about.room}/${about.slug}${about.rest && `/${about.rest}`}` : undefined,
		answerable,
	};
}
