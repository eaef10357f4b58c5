import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";

/** Lines on one page of the desk. */
const A_PAGE = 50;

/** A line for the families, as the desk reads it: never whose it is. */
export interface DeskLine {
	id: string;
	petition: string;
	locale: string;
	line: string;
	/** Its writer allows to publish it. */
	allowed: boolean;
	picked: boolean;
}

/**
 * The lines of a campaign's confirmed signatures, by random ids: nobody sees in what order they came.
 * @param after the last id of the page before
 */
export async function linesOf(db: Db, keys: KeyRing, campaignId: number, after?: string): Promise<DeskLine[]> {
	const { rows } = await sql<Omit<DeskLine, "line"> & { sealed: Buffer }>`
		select s.id, p.slug as petition, s.locale, s.sealed, s.line = 'public' as allowed,
			exists (select from picked_lines where signature_id = s.id) as picked
		from petitions p join signatures s on s.petition_id = p.id
		where p.campaign_id = ${campaignId} and s.state = 'confirmed' and s.line in ('private', 'public')
			and s.sealed is not null and (${after ?? null}::uuid is null or s.id > ${after ?? null}::uuid)
		order by s.id limit ${sql.lit(A_PAGE)}`.execute(db);
	return rows.map(({ sealed, ...row }) => ({
		...row,
		line: open<{ line?: string }>(keys, `signatures/${row.id}`, sealed).line ?? "",
	}));
}

/**
 * Publishes a line whose writer allows it, or takes it back. Twice is as once.
 * @returns false when nothing changed: no such line, or its writer does not allow it
 */
export async function pickLine(db: Db, campaignId: number, signatureId: string, pick: boolean): Promise<boolean> {
	const { numAffectedRows = 0n } = await (pick
		? sql`
			insert into picked_lines (signature_id, petition_id)
			select s.id, s.petition_id from signatures s join petitions p on p.id = s.petition_id
			where s.id = ${signatureId} and p.campaign_id = ${campaignId} and s.line = 'public' and s.state = 'confirmed'
			on conflict do nothing`
		: sql`
			delete from picked_lines l using petitions p
			where l.signature_id = ${signatureId} and p.id = l.petition_id and p.campaign_id = ${campaignId}`
	).execute(db);
	return numAffectedRows > 0n;
}
