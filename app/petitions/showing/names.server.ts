import { sql } from "kysely";
import { initialsOf } from "#app/petitions/initials.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { Manner } from "../words.ts";

/** Names on one page of the list. */
export const NAMES_A_PAGE = 100;

/** One line of the list, as its signer chose. */
export interface ListedName {
	/** Its number on the list. */
	place: number;
	name: string;
	town: string;
	organisation: string;
}

/**
 * What of a signature `s` makes it stand on the public list: the very condition of the index `signatures_listed`, so that
 * pages are found and counted without a look at the signatures of everybody else.
 */
export const isListed = sql<boolean>`s.listed and s.visibility = 'public' and s.state = 'confirmed'
	and s.hidden_on is null and s.sealed is not null`;

/**
 * One page of the names that everybody may see, by random ids: neither the order nor the time of joining shows.
 * @param page from 1
 * @returns null where there is no such page; the first one always is
 */
export async function namesOn(
	db: Db,
	keys: KeyRing,
	slug: string,
	page: number,
): Promise<{ names: ListedName[]; pages: number } | null> {
	const of = sql<boolean>`s.petition_id = (select id from petitions where slug = ${slug}) and ${isListed}`;
	const { rows } = await sql<{ id: string; sealed: Buffer; listed: number }>`
		with these as (
			select s.id from signatures s where ${of} order by s.id
			limit ${NAMES_A_PAGE} offset ${(page - 1) * NAMES_A_PAGE})
		select s.id, s.sealed, (select count(*) from signatures s where ${of}) as listed
		from these join signatures s using (id) order by s.id`.execute(db);
	if (rows.length === 0 && page > 1) return null;
	return {
		names: rows.map(({ id, sealed }, i) => ({
			place: (page - 1) * NAMES_A_PAGE + i + 1,
			...shownName(keys, id, sealed),
		})),
		pages: Math.max(1, Math.ceil((rows[0]?.listed ?? 0) / NAMES_A_PAGE)),
	};
}

interface SealedName {
	name?: string;
	town?: string;
	organisation?: string;
	shownAs?: Manner;
}

/** What a signature's words say of who is public, in the manner that the signer chose. */
export function shownName(keys: KeyRing, id: string, sealed: Buffer): Omit<ListedName, "place"> {
	const { name = "", town = "", organisation = "", shownAs } = open<SealedName>(keys, `signatures/${id}`, sealed);
	return { name: shownAs === "initials" ? initialsOf(name) : name, town, organisation };
}
