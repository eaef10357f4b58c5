import type { App } from "#app/context.ts";
import { protectName } from "#app/moderation/flag-text.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { type AnswerWords, deleteAnswer, saveAnswer } from "./answers.server.ts";

/** Writes a ready answer, in place of the one of that name. */
export async function writeAnswer(
	app: App,
	campaignId: number,
	by: string,
	answer: { kind: string; slug: string; words: AnswerWords },
): Promise<void> {
	await inTransaction(app.db, async (trx) => {
		const id = await saveAnswer(trx, campaignId, answer);
		await recordAct(trx, { actor: by, act: "answer.written", campaignId, about: id });
	});
}

/** Deletes a ready answer; false when the campaign has none of that id. */
export async function removeAnswer(app: App, campaignId: number, by: string, id: string): Promise<boolean> {
	return inTransaction(app.db, async (trx) => {
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
	return inTransaction(app.db, async (trx) => {
		if (!(await protectName(trx, app.keys, campaignId, name, protect))) return false;
		await recordAct(trx, { actor: by, act: protect ? "name.protected" : "name.unprotected", campaignId });
		return true;
	});
}
