import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { OrganiserWords } from "../sign-in/sessions.server.ts";

/** One version of a document, as a list of them names it. */
export interface VersionLine {
	id: number;
	number: number;
	locale: string;
	note: string;
	savedAt: Date;
	/** Who saved it, as other organisers see them; null for what an import brought. */
	author: string | null;
	fromId: number | null;
}

/** One version of a document with its words. */
export interface TextVersion extends VersionLine {
	matter: object;
	body: string;
}

/** Versions of one document of a campaign; an id of another document is not found. */
export async function versionsById(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	path: string,
	ids: readonly number[],
): Promise<TextVersion[]> {
	if (ids.length === 0) return [];
	const rows = await versions(db, campaignId, path)
		.where("v.id", "in", ids)
		.select([sql<object>`v.matter`.as("matter"), "v.body"])
		.execute();
	return rows.map((row) => shown(keys, row));
}

/** Every version of a document in one language without its words, the newest first. */
export async function versionsIn(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	path: string,
	locale: string,
): Promise<VersionLine[]> {
	const rows = await versions(db, campaignId, path)
		.where("v.locale", "=", locale)
		.orderBy("v.number", "desc")
		.execute();
	return rows.map((row) => shown(keys, row));
}

function versions(db: Db, campaignId: number, path: string) {
	return db
		.selectFrom("text_versions as v")
		.innerJoin("texts as t", "t.id", "v.text_id")
		.leftJoin("organisers as o", "o.id", "v.author_id")
		.where("t.campaign_id", "=", campaignId)
		.where("t.path", "=", path)
		.select([
			"v.id",
			"v.number",
			"v.locale",
			"v.note",
			"v.saved_at as savedAt",
			"v.from_id as fromId",
			"o.id as authorId",
			"o.sealed",
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof versions>["execute"]>>[number];

function shown<Version extends Row>(keys: KeyRing, { authorId, sealed, ...version }: Version) {
	const author = authorId && sealed ? open<OrganiserWords>(keys, `organisers/${authorId}`, sealed).name : null;
	return { ...version, author };
}
