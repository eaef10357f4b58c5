import { setDutyHours } from "#app/campaigns/duty-hours.server.ts";
import type { App } from "#app/context.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { protectName } from "#app/moderation/flag-text.server.ts";
import { recordAct } from "../audit/record.server.ts";
import { type AnswerWords, deleteAnswer, saveAnswer } from "./answers.server.ts";

/** Writes the duty hours down; public pages show them at once. */
export async function changeDutyHours(
	app: App,
	campaignId: number,
	by: string,
	hours: Record<Locale, string>,
): Promise<void> {
	await app.db.transaction().execute(async (trx) => {
		await setDutyHours(trx, campaignId, hours);
		await recordAct(trx, { actor: by, act: "duty-hours.changed", campaignId });
	});
	app.pagesChanged();
}

/** Writes a ready answer, in place of the one of that name. */
export async function writeAnswer(
	app: App,
	campaignId: number,
	by: string,
	answer: { kind: string; slug: string; words: AnswerWords },
): Promise<void> {
	await app.db.transaction().execute(async (trx) => {
		const id = await saveAnswer(trx, campaignId, answer);
		await recordAct(trx, { actor: by, act: "answer.written", campaignId, about: id });
	});
}

/** Deletes a ready answer; false when the campaign has none of that id. */
export async function removeAnswer(app: App, campaignId: number, by: string, id: string): Promise<boolean> {
	return app.db.transaction().execute(async (trx) => {
		if (!(await deleteAnswer(trx, campaignId, id))) return false;
		await recordAct(trx, { actor: by, act: "answer.deleted", campaignId, about: id });
		return true;
	});
}

/** Protects a name, or protects it no more; false when the text is no name. */
export async function changeProtected(
	app: App,
	campaignId: number,
	by: string,
	name: string,
	protect: boolean,
): Promise<boolean> {
	return app.db.transaction().execute(async (trx) => {
		if (!(await protectName(trx, app.keys, campaignId, name, protect))) return false;
		await recordAct(trx, { actor: by, act: protect ? "name.protected" : "name.unprotected", campaignId });
		return true;
	});
}
