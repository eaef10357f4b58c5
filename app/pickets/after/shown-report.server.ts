import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { PeopleBand } from "./people.ts";
import { isOut } from "./photo-bytes.server.ts";
import type { PhotoFacts } from "./report.server.ts";

/** What everybody may read of how a picket was. */
export interface ShownReport {
	/** Null where only photos are shown. */
	people: PeopleBand | null;
	words: string;
	photos: Omit<PhotoFacts, "state">[];
}

/** What is shown of how a picket was; undefined when nothing is, or not yet. */
export async function shownReport(db: Db, picketId: string): Promise<ShownReport | undefined> {
	const { rows } = await sql<ShownReport>`
		select r.people, coalesce(r.words, '') as words, f.photos
		from pickets p
		left join picket_reports r on r.picket_id = p.id and r.state = 'shown'
		cross join lateral (
			select coalesce(jsonb_agg(jsonb_build_object('id', id, 'alternative', alternative, 'width', width,
				'height', height, 'size', size) order by number), '[]') as photos
			from picket_photos where picket_id = p.id and state = 'shown'
		) f
		where p.id = ${picketId} and ${isOut} and (r.people is not null or f.photos <> '[]')`.execute(db);
	return rows[0];
}
