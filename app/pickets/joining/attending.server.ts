import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { findWhole } from "../facts.server.ts";
import { placeNamer, placeNames } from "../hearing/name-place.server.ts";
import { type ToldWords, toldWords } from "../hearing/notice-words.ts";
import { knowsWhere } from "../hearing/told.server.ts";

/** Days for which the link of a mail confirms; then the row is deleted. */
export const pendingDays = 7;

/** What the page of somebody who comes shows. */
export interface Attending {
	id: string;
	picketId: string;
	state: "pending" | "going" | "asking";
	/** Null for who only hears of changes. */
	party: number | null;
	/** There is an address: it is told of changes. */
	told: boolean;
	picket: ToldWords & {
		slug: string;
		/** Language of the title (BCP 47). */
		language: string;
		/** It shows what one looks like, and does not take place. */
		sample: boolean;
		/** It has a public page and a calendar file. */
		listed: boolean;
		/** It was called off, or is no longer announced. */
		off: boolean;
		/** The meeting point is told to others than this reader. */
		secret: boolean;
	};
}

/** Reads the page of a link and changes nothing, however often a scanner opens it. */
export async function findAttending(
	db: Db,
	keys: KeyRing,
	token: string,
	locale: Locale,
): Promise<Attending | undefined> {
	const row = await db
		.selectFrom("picket_rsvps")
		.where("token_hash", "=", hashToken(token))
		.where((e) => e.or([e("state", "<>", "pending"), sql<boolean>`created_on + ${pendingDays}::int >= current_date`]))
		.select(["id", "picket_id", "state", "party", sql<boolean>`sealed is not null`.as("told")])
		.executeTakeFirst();
	const picket = row && (await findWhole(db, keys, row.picket_id));
	if (!picket) return undefined;
	const { facts } = picket;
	const entitled = knowsWhere(facts.addressLevel, row.told ? row : null);
	const namePlace = await placeNamer(await placeNames(db, [facts.placeId]), locale);
	return {
		id: row.id,
		picketId: row.picket_id,
		state: row.state as Attending["state"],
		party: row.party,
		told: row.told,
		picket: {
			...toldWords(facts, locale, namePlace, entitled),
			slug: picket.slug,
			language: facts.language,
			sample: picket.sample,
			listed: picket.listedAt !== null && (picket.state === "listed" || picket.state === "cancelled"),
			off: picket.state === "cancelled" || picket.state === "rejected",
			secret: !entitled,
		},
	};
}
