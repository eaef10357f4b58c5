import { type Content, kindOf } from "#app/campaigns/content/check-document.server.ts";
import { lockTexts } from "#app/campaigns/versions.server.ts";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";

/** What somebody saves. */
export interface Saving {
	campaignId: number;
	path: string;
	locale: string;
	/** The organiser's id. */
	author: string;
	/** Number of the version that the form was opened with; 0 where there was none. */
	base: number;
	content: Content;
	/** The version in another language that this one says; null where it is written in its own. */
	fromId: number | null;
	note: string;
}

export type Saved =
	/** `id` of the version that holds it now; `number` 0 is never given. */
	| { outcome: "saved" | "unchanged"; id: number; number: number }
	/** Somebody has saved another version since; nothing was written. */
	| { outcome: "conflict"; latest: number; latestId: number }
	/** There is no such document, or it was removed; or what it is said to translate is no version of it. */
	| { outcome: "gone" };

/**
 * Saves a version of a document. Saving the same words twice makes one version.
 * @param trx a transaction
 */
export async function saveText(trx: Db, saving: Saving): Promise<Saved> {
	const { campaignId, path, locale, author, base, content, fromId, note } = saving;
	await lockTexts(trx, campaignId);
	const textId = await textFor(trx, campaignId, path);
	if (textId === undefined) return { outcome: "gone" };
	const latest = await latestOf(trx, textId, locale);
	if (latest && same(latest, saving)) return { outcome: "unchanged", id: latest.id, number: latest.number };
	if (latest && latest.number !== base) return { outcome: "conflict", latest: latest.number, latestId: latest.id };
	if (fromId !== null && !(await isSource(trx, textId, locale, fromId))) return { outcome: "gone" };
	const number = (latest?.number ?? 0) + 1;
	const { id } = await trx
		.insertInto("text_versions")
		.values({
			text_id: textId,
			locale,
			number,
			author_id: author,
			from_id: fromId,
			matter: JSON.stringify(sampled(content.matter, latest?.matter)),
			body: content.body,
			note,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await recordAct(trx, {
		actor: author,
		act: "text.saved",
		campaignId,
		about: `${locale}/${path}`,
		figures: { version: number },
	});
	return { outcome: "saved", id, number };
}

/** The document's row: made with the first save of what every campaign may have, there already for all else. */
async function textFor(trx: Db, campaignId: number, path: string): Promise<number | undefined> {
	const find = () =>
		trx
			.selectFrom("texts")
			.where("campaign_id", "=", campaignId)
			.where("path", "=", path)
			.select(["id", "removed_at"])
			.executeTakeFirst();
	const found = await find();
	if (found) return found.removed_at ? undefined : found.id;
	const kind = kindOf(path);
	if (kind === "timeline" || kind === "update" || kind === undefined || path === "petition") return undefined;
	if (kind === "petition" && !(await hasPetition(trx, campaignId, path))) return undefined;
	const made = await trx
		.insertInto("texts")
		.values({ campaign_id: campaignId, path })
		.returning("id")
		.executeTakeFirst();
	return made?.id;
}

async function hasPetition(trx: Db, campaignId: number, path: string): Promise<boolean> {
	const petition = await trx
		.selectFrom("petitions")
		.where("campaign_id", "=", campaignId)
		.where("slug", "=", path.slice("petitions/".length))
		.select("id")
		.executeTakeFirst();
	return petition !== undefined;
}

async function latestOf(trx: Db, textId: number, locale: string) {
	return trx
		.selectFrom("text_versions")
		.where("text_id", "=", textId)
		.where("locale", "=", locale)
		.orderBy("number", "desc")
		.limit(1)
		.select(["id", "number", "matter", "body", "from_id"])
		.executeTakeFirst();
}

type Latest = NonNullable<Awaited<ReturnType<typeof latestOf>>>;

function same(latest: Latest, { content, fromId }: Saving): boolean {
	const matter = sampled(content.matter, latest.matter);
	return latest.body === content.body && latest.from_id === fromId && sorted(latest.matter) === sorted(matter);
}

/** JSON whose keys stand in one order, whatever Postgres made of it. */
function sorted(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		inner && typeof inner === "object" && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);
}

/** What the demonstration marked as a sample stays one, whoever words it anew. */
function sampled(matter: object, before: unknown): object {
	const sample = typeof before === "object" && before !== null && "sample" in before;
	return sample ? { ...matter, sample: true } : matter;
}

async function isSource(trx: Db, textId: number, locale: string, fromId: number): Promise<boolean> {
	const source = await trx
		.selectFrom("text_versions")
		.where("id", "=", fromId)
		.where("text_id", "=", textId)
		.where("locale", "<>", locale)
		.select("id")
		.executeTakeFirst();
	return source !== undefined;
}
