import { sql } from "kysely";
import { type Content, type DocumentKind, kindOf } from "#app/campaigns/content/check-document.server.ts";
import { lockTexts } from "#app/campaigns/versions.server.ts";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";
import { isPublishable } from "./check.server.ts";
import { publishPetition } from "./publish-petition.server.ts";

/** Why a version does not come before readers: removed since, cites what is no source any more, has another day than in
 * other languages, changes a signed petition without saying what, or the petition is closed. */
export type Refused = "removed" | "citation" | "dated-otherwise" | "correction" | "closed";

export type Published =
	| { outcome: "published" | "already" }
	| { outcome: "refused"; problem: Refused }
	| { outcome: "gone" };

interface Version extends Content {
	id: number;
	number: number;
	locale: string;
	path: string;
	removed: boolean;
	textId: number;
}

/**
 * Puts a version before readers, with its row of the audit log; whatever was scheduled for that document and language is
 * off. Doing it twice is doing it once.
 * @param trx a transaction
 * @param actor the organiser's id; null where the worker does what was scheduled
 */
export async function publishVersion(
	trx: Db,
	campaignId: number,
	versionId: number,
	actor: string | null,
): Promise<Published> {
	await lockTexts(trx, campaignId);
	const version = await find(trx, campaignId, versionId);
	const kind = version && kindOf(version.path);
	if (!version || !kind) return { outcome: "gone" };
	const problem = await problemWith(trx, campaignId, kind, version);
	if (problem) return { outcome: "refused", problem };
	const done =
		kind === "petition" ? await publishPetition(trx, campaignId, version) : await show(trx, campaignId, version);
	if (done === "correction" || done === "closed") return { outcome: "refused", problem: done };
	await trx
		.deleteFrom("text_schedules")
		.where("text_id", "=", version.textId)
		.where("locale", "=", version.locale)
		.execute();
	if (done === "already") return { outcome: "already" };
	const { locale, path, number } = version;
	await recordAct(trx, {
		actor,
		act: "text.published",
		campaignId,
		about: `${locale}/${path}`,
		figures: { version: number },
	});
	return { outcome: "published" };
}

async function find(trx: Db, campaignId: number, versionId: number): Promise<Version | undefined> {
	return trx
		.selectFrom("text_versions as v")
		.innerJoin("texts as t", "t.id", "v.text_id")
		.where("v.id", "=", versionId)
		.where("t.campaign_id", "=", campaignId)
		.select([
			"v.id",
			"v.number",
			"v.locale",
			"t.path",
			"t.id as textId",
			sql<boolean>`t.removed_at is not null`.as("removed"),
			sql<object>`v.matter`.as("matter"),
			"v.body",
		])
		.executeTakeFirst();
}

async function problemWith(
	trx: Db,
	campaignId: number,
	kind: DocumentKind,
	version: Version,
): Promise<Refused | undefined> {
	if (version.removed) return "removed";
	const sources = await trx.selectFrom("campaign_sources").where("campaign_id", "=", campaignId).select("id").execute();
	if (!isPublishable(kind, version, new Set(sources.map(({ id }) => id)))) return "citation";
	return kind === "update" && (await isDatedOtherwise(trx, campaignId, version)) ? "dated-otherwise" : undefined;
}

/** The first language in which an update is told settles its day. */
async function isDatedOtherwise(trx: Db, campaignId: number, { path, locale, matter }: Version): Promise<boolean> {
	const other = await trx
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "=", path)
		.where("locale", "<>", locale)
		.where(sql<boolean>`matter->>'date' <> ${(matter as { date: string }).date}`)
		.select("path")
		.executeTakeFirst();
	return other !== undefined;
}

async function show(
	trx: Db,
	campaignId: number,
	{ id, path, locale, matter, body }: Version,
): Promise<"published" | "already"> {
	const shown = await trx
		.insertInto("campaign_documents")
		.values({
			campaign_id: campaignId,
			path,
			locale,
			matter: JSON.stringify(matter),
			body,
			version_id: id,
			edited_at: sql<Date>`now()`,
		})
		.onConflict((conflict) =>
			conflict
				.columns(["campaign_id", "path", "locale"])
				.doUpdateSet((new_) => ({
					matter: new_.ref("excluded.matter"),
					body: new_.ref("excluded.body"),
					version_id: new_.ref("excluded.version_id"),
					edited_at: new_.ref("excluded.edited_at"),
				}))
				.where((old) => old("campaign_documents.version_id", "is distinct from", id)),
		)
		.returning("path")
		.executeTakeFirst();
	if (shown && path === "campaign") await showEdition(trx, campaignId, locale, matter);
	return shown ? "published" : "already";
}

async function showEdition(trx: Db, campaignId: number, locale: string, matter: object) {
	const { title, neutral_title, summary } = matter as { title: string; neutral_title: string; summary: string };
	const edition = { title, neutral_title, summary, edited_at: sql<Date>`now()` };
	await trx
		.insertInto("campaign_editions")
		.values({ campaign_id: campaignId, locale, ...edition })
		.onConflict((conflict) => conflict.columns(["campaign_id", "locale"]).doUpdateSet(edition))
		.execute();
}
