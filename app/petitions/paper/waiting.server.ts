import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Tally } from "./sheet-state.ts";

/** A sheet that somebody has still to do something about. */
export interface Waiting {
	serial: string;
	petition: string;
	state: "entered" | "differs";
	/** What was counted in this round, the first count first. Numbers alone once nobody has to count it unseen. */
	tallies: (Partial<Tally> & { by: string })[];
}

/** A campaign's sheets that wait for a second count, or that two counted differently. */
export async function waitingSheets(db: Db, campaignId: number): Promise<Waiting[]> {
	const { rows } = await sql<Waiting>`
		select s.serial, p.slug as petition, s.state,
			json_agg(case s.state when 'differs' then json_build_object('rows', c.rows, 'refused', c.refused, 'by', c.counted_by)
				else json_build_object('by', c.counted_by) end order by c.turn) as tallies
		from paper_sheets s
		join petitions p on p.id = s.petition_id
		join paper_counts c on c.serial = s.serial and c.round = s.round
		where p.campaign_id = ${campaignId} and s.state in ('entered', 'differs')
		group by s.serial, p.slug
		order by s.state, s.serial`.execute(db);
	return rows;
}
