import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { isListed, shownName } from "./names.server.ts";

/** Lines on one page. */
const LINES_A_PAGE = 50;

/** A published line; its writer's name only where everybody sees that on the list too. */
export interface ShownLine {
	/** Its number on the list. */
	place: number;
	line: string;
	name: string;
}

/**
 * The lines that a moderator picked, of those whose writers allow it, by random ids.
 * @param slug of the petition
 * @param page from 1
 */
export async function linesOn(
	db: Db,
	keys: KeyRing,
	slug: string,
	page = 1,
	limit = LINES_A_PAGE,
): Promise<{ lines: ShownLine[]; more: boolean }> {
	const { rows } = await sql<{ id: string; sealed: Buffer; named: boolean }>`
		select s.id, s.sealed, ${isListed} as named
		from petitions p join picked_lines l on l.petition_id = p.id join signatures s on s.id = l.signature_id
		where p.slug = ${slug} and s.line = 'public' and s.state = 'confirmed' and s.sealed is not null
		order by l.signature_id limit ${limit + 1} offset ${(page - 1) * limit}`.execute(db);
	return {
		lines: rows.slice(0, limit).map(({ id, sealed, named }, i) => ({
			place: (page - 1) * limit + i + 1,
			line: open<{ line?: string }>(keys, `signatures/${id}`, sealed).line ?? "",
			name: named ? shownName(keys, id, sealed).name : "",
		})),
		more: rows.length > limit,
	};
}
