import { kindOf } from "#app/campaigns/content/check-document.server.ts";
import { translator } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { SignedIn } from "../signed-in.ts";
import { isPublishable } from "./check.server.ts";
import type { Editing } from "./edit.server.ts";
import { maySave } from "./may.ts";
import { saveText } from "./save.server.ts";
import { sourcesIn } from "./sources.server.ts";
import { textsOf } from "./standings.server.ts";

/** What became of it: `conflict` where somebody has saved meanwhile, `citation` where it cites what is no source any more. */
export type Restored = "restored" | "conflict" | "citation" | "not-yours" | "gone";

/**
 * Makes an old version the newest one: a version more, nothing is taken away.
 * @param number of the old version
 * @param base number of the newest version, as the page knew it
 */
export async function restoreVersion(
	db: Db,
	editing: Editing,
	{ number, base, locale }: { number: number; base: number } & Pick<SignedIn, "locale">,
): Promise<Restored> {
	const { campaignId, path } = editing;
	const kind = kindOf(path);
	const [text] = await textsOf(db, campaignId, path);
	const old = await db
		.selectFrom("text_versions as v")
		.innerJoin("texts as t", "t.id", "v.text_id")
		.leftJoin("text_versions as f", "f.id", "v.from_id")
		.where("t.campaign_id", "=", campaignId)
		.where("t.path", "=", path)
		.where("v.locale", "=", editing.locale)
		.where("v.number", "=", number)
		.select(["v.matter", "v.body", "v.from_id", "f.locale as from"])
		.executeTakeFirst();
	if (!kind || !text || !old) return "gone";
	const isSource = [...text.standings].some(
		([language, { from }]) => language !== editing.locale && from?.locale === editing.locale,
	);
	const standing = text.standings.get(editing.locale);
	const isOriginal = standing !== undefined && standing.from === undefined;
	if (!maySave(editing.roles, { from: old.from ?? undefined, isSource, isOriginal })) return "not-yours";
	const content = { matter: old.matter as object, body: old.body };
	const known = new Set((await sourcesIn(db, campaignId)).map(({ id }) => id));
	if (!isPublishable(kind, content, known)) return "citation";
	const note = translator(locale)("organise.texts.restored", { number });
	const saving = {
		campaignId,
		path,
		locale: editing.locale,
		author: editing.actor,
		base,
		content,
		fromId: old.from_id,
		note,
	};
	const saved = await inTransaction(db, (trx) => saveText(trx, saving));
	if (saved.outcome === "gone" || saved.outcome === "conflict") return saved.outcome;
	return "restored";
}
