import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { LetterKind } from "./letter-fields.ts";
import { type LetterAddress, type LetterWords, pageOf } from "./write-letter.server.ts";

/** A letter as a moderator reads it: never with its sender's address. */
export interface ReadLetter extends LetterWords {
	kind: LetterKind;
	locale: Locale;
	/** The day on which it came. */
	day: string;
	/** An address was left, and is still kept. */
	answerable: boolean;
	/** What it is about, where that is a page of ours. */
	about: { room: string; slug: string; rest: string } | null;
}

/** One letter of a campaign; null when there is none such, or its days are over. */
export async function readLetter(db: Db, keys: KeyRing, campaignId: number, id: string): Promise<ReadLetter | null> {
	const row = await db
		.selectFrom("letters")
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.select(["kind", "locale", "sealed", "created_on", "address_sealed"])
		.executeTakeFirst();
	if (!row?.sealed) return null;
	const words = open<LetterWords>(keys, `letters/${id}`, row.sealed);
	return {
		...words,
		kind: row.kind as LetterKind,
		locale: row.locale as Locale,
		day: row.created_on,
		answerable: row.address_sealed !== null,
		about: pageOf(words.page),
	};
}

/** Where an answer to a letter goes; null when no address was left, or it has been emptied. */
export async function senderOf(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	id: string,
): Promise<{ to: string; locale: Locale } | null> {
	const row = await db
		.selectFrom("letters")
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.select(["locale", "address_sealed"])
		.executeTakeFirst();
	if (!row?.address_sealed) return null;
	return { ...open<LetterAddress>(keys, `letters/${id}`, row.address_sealed), locale: row.locale as Locale };
}

/** Notes that a letter has been dealt with, and empties its sender's address. */
export async function endLetter(db: Db, campaignId: number, id: string): Promise<void> {
	await db
		.updateTable("letters")
		.set({ address_sealed: null, answered_on: sql<string>`current_date` })
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.execute();
}
