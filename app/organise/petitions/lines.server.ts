import type { App } from "#app/context.ts";
import { flagTexts } from "#app/moderation/flag-text.server.ts";
import { type Flag, hasLink } from "#app/moderation/flags.ts";
import { type DeskLine, linesOf, pickLine } from "#app/petitions/showing/pick-lines.server.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** A line with what a filter has found in it. */
export interface FlaggedLine extends DeskLine {
	flags: (Flag | "link")[];
}

/**
 * The lines for the families of a campaign, a page at a time, each with what could lead to a person.
 * @param after the last id of the page before
 */
export async function readLines({ db, keys }: App, campaignId: number, after?: string): Promise<FlaggedLine[]> {
	const lines = await linesOf(db, keys, campaignId, after);
	const texts = lines.map(({ line }) => line);
	const found = await flagTexts(db, keys, campaignId, texts);
	return lines.map((line, i) => ({
		...line,
		flags: [...(found[i] ?? []), ...(hasLink(line.line) ? (["link"] as const) : [])],
	}));
}

/**
 * Publishes a line whose writer allows it, or takes it off every page at once.
 * @returns false when nothing changed: no such line in the campaign, or its writer does not allow it
 */
export async function publishLine(
	app: App,
	campaignId: number,
	by: string,
	id: string,
	pick: boolean,
): Promise<boolean> {
	const changed = await inTransaction(app.db, async (trx) => {
		if (!(await pickLine(trx, campaignId, id, pick))) return false;
		// Which one is not written down: the log outlives the signature.
		await recordAct(trx, { actor: by, act: pick ? "line.picked" : "line.unpicked", campaignId });
		return true;
	});
	if (changed) app.pagesChanged("at once");
	return changed;
}
