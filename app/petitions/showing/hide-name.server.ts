import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { isListed, type ListedName, shownName } from "./names.server.ts";

/** Names on one page of the desk's list. */
const A_PAGE = 100;

/** A name of the public list, as the desk sees it. */
export interface DeskName extends Omit<ListedName, "place"> {
	id: string;
	petition: string;
}

/**
 * The names on the public lists of a campaign's petitions, by random ids.
 * @param after the last id of the page before
 */
export async function listedNames(db: Db, keys: KeyRing, campaignId: number, after?: string): Promise<DeskName[]> {
	const { rows } = await sql<{ id: string; petition: string; sealed: Buffer }>`
		select s.id, p.slug as petition, s.sealed from petitions p join signatures s on s.petition_id = p.id
		where p.campaign_id = ${campaignId} and ${isListed} and (${after ?? null}::uuid is null or s.id > ${after ?? null}::uuid)
		order by s.id limit ${sql.lit(A_PAGE)}`.execute(db);
	return rows.map(({ id, petition, sealed }) => ({ id, petition, ...shownName(keys, id, sealed) }));
}

/** Names of a campaign that organisers keep off the public pages: hidden, or held back when they were read. */
export async function keptNames(db: Db, keys: KeyRing, campaignId: number): Promise<DeskName[]> {
	const { rows } = await sql<{ id: string; petition: string; sealed: Buffer }>`
		select s.id, p.slug as petition, s.sealed from petitions p join signatures s on s.petition_id = p.id
		where p.campaign_id = ${campaignId} and s.visibility = 'public' and s.state = 'confirmed' and s.sealed is not null
			and (s.hidden_on is not null or s.name_read = 'held')
		order by s.id limit ${sql.lit(A_PAGE)}`.execute(db);
	return rows.map(({ id, petition, sealed }) => ({ id, petition, ...shownName(keys, id, sealed) }));
}

/**
 * Takes a name off every public page; the signature stays counted, and its signer's choice stands for the hand-in. A signer
 * who lowers and raises it again stays hidden, and sees so at `/my`.
 * @returns false when no public signature of the campaign has that id
 */
export async function hideName(db: Db, campaignId: number, signatureId: string): Promise<boolean> {
	const { numAffectedRows = 0n } = await sql`
		with hidden as (
			update signatures s set hidden_on = current_date from petitions p
			where s.id = ${signatureId} and p.id = s.petition_id and p.campaign_id = ${campaignId}
				and s.visibility = 'public' and s.hidden_on is null
			returning s.id)
		-- A restored copy must not show it again.
		insert into erasures (about, row_id) select 'hidden', id from hidden`.execute(db);
	return numAffectedRows > 0n;
}

/**
 * Undoes hiding, or holding back: the name is read again like one that is new, and listed with the next ones.
 * @returns false when the campaign keeps no such name off
 */
export async function readAgain(db: Db, campaignId: number, signatureId: string): Promise<boolean> {
	const { numAffectedRows = 0n } = await sql`
		update signatures s set hidden_on = null, listed = false, name_read = 'unread' from petitions p
		where s.id = ${signatureId} and p.id = s.petition_id and p.campaign_id = ${campaignId}
			and s.visibility = 'public' and (s.hidden_on is not null or s.name_read = 'held')`.execute(db);
	return numAffectedRows > 0n;
}
