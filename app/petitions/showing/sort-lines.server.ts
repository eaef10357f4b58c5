import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { lineOf } from "../confirm.server.ts";

/** Signatures opened at a time. */
const BATCH = 500;

/**
 * Notes which signatures of an earlier version have a line, and whether it may be published: what lies sealed cannot be
 * asked by Postgres. Ended at any point it goes on the next time; where all are sorted it is one look at an index.
 * @param signal ends it after the batch at hand
 * @returns how many were sorted
 */
export async function sortLines(db: Db, keys: KeyRing, signal?: AbortSignal): Promise<number> {
	let sorted = 0;
	while (!signal?.aborted) {
		const { rows } = await sql<{ id: string; sealed: Buffer | null }>`
			select id, sealed from signatures where line = 'unread' limit ${sql.lit(BATCH)}`.execute(db);
		if (rows.length === 0) return sorted;
		const kinds = rows.map(({ id, sealed }) => {
			const { line = "", linePublic = false } = sealed ? open<Line>(keys, `signatures/${id}`, sealed) : {};
			return lineOf({ line, linePublic });
		});
		await sql`
			update signatures s set line = w.line
			from unnest(${rows.map(({ id }) => id)}::uuid[], ${kinds}::text[]) w (id, line)
			where s.id = w.id and s.line = 'unread'`.execute(db);
		sorted += rows.length;
	}
	return sorted;
}

interface Line {
	line?: string;
	linePublic?: boolean;
}
