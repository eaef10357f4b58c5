import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { randomSigns } from "../signs.server.ts";
import { publishedCell } from "../small-cells.ts";
import { isCode } from "./code.ts";

/** What codes are made for; those of sheets and union branches are made with them. */
export const sourceKinds = ["leaflet", "partner"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** A code as organisers see it. */
export interface Source {
	petition: string;
	code: string;
	kind: SourceKind | "branch" | "sheet";
	label: string;
	/** How many confirmed, as it may be said: 0 for fewer than five. */
	shown: number;
}

/** A campaign's codes. */
export async function sourcesOf(db: Db, campaignId: number): Promise<Source[]> {
	return db
		.selectFrom("petition_sources as s")
		.innerJoin("petitions as p", "p.id", "s.petition_id")
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id")
		.orderBy("s.kind")
		.orderBy("s.label")
		.orderBy("s.code")
		.select(["p.slug as petition", "s.code", sql<Source["kind"]>`s.kind`.as("kind"), "s.label", "s.shown"])
		.execute();
}

/** A new code. */
export interface NewSource {
	campaignId: number;
	/** The petition's slug. */
	petition: string;
	kind: SourceKind;
	label: string;
	/** Empty for one that is made up. */
	code: string;
}

/** How the codes begin that are made with open forms, sheets and endorsements: who made one first would stand in their way. */
const ownPrefixes = ["paper-", "sheet-", "b-"];
/** Characters of a label. */
const LONGEST_LABEL = 80;
/** Signs of a code that is made up. */
const MADE_UP = 7;

/**
 * Makes a code; no other petition of the site may have it, as `/q/{code}` names none.
 * @returns the code, or why there is none
 */
export async function makeSource(
	db: Db,
	{ campaignId, petition, kind, label, code: typed }: NewSource,
): Promise<{ code: string } | { refused: "wrong" | "taken" | "unknown" }> {
	const code = typed.toLowerCase() || randomSigns(MADE_UP);
	const isOwn = ownPrefixes.some((prefix) => code.startsWith(prefix));
	if (!isCode(code) || isOwn || label === "" || label.length > LONGEST_LABEL || /[\r\n]/.test(label))
		return { refused: "wrong" };
	const { rows } = await sql<{ made: boolean }>`
		with petition as (select id from petitions where slug = ${petition} and campaign_id = ${campaignId}),
		made as (
			insert into petition_sources (petition_id, code, kind, label) select id, ${code}, ${kind}, ${label} from petition
			on conflict do nothing returning code)
		select exists (select from made) as made from petition`.execute(db);
	const [row] = rows;
	if (!row) return { refused: "unknown" };
	return row.made ? { code } : { refused: "taken" };
}

/**
 * Brings what is said of each code up to what has been counted, where that may be said (decision 10): at most once a day
 * each, and by a step that nobody knows.
 * @returns how many numbers moved
 */
export async function publishSources(db: Db): Promise<number> {
	const { rows } = await sql<{ petition_id: number; code: string; shown: number; n: number; step: number }>`
		select s.petition_id, s.code, s.shown, s.step, coalesce(c.n, 0)::int as n
		from petition_sources s
		left join (select petition_id, source, sum(n) as n from signature_counts group by 1, 2) c
			on c.petition_id = s.petition_id and c.source = s.code
		where abs(coalesce(c.n, 0) - s.shown) >= s.step and s.shown_on is distinct from current_date`.execute(db);
	const moved = rows
		.map(({ shown, n, step, ...key }) => ({ ...key, to: publishedCell(shown, n, step), from: shown }))
		.filter(({ from, to }) => from !== to);
	if (moved.length === 0) return 0;
	const { numAffectedRows = 0n } = await sql`
		update petition_sources s set shown = m.to, shown_on = current_date, step = secret_step()
		from json_to_recordset(${JSON.stringify(moved)}) as m(petition_id int, code text, "from" bigint, "to" bigint)
		-- Two workers at once draw one step between them.
		where s.petition_id = m.petition_id and s.code = m.code and s.shown = m.from`.execute(db);
	return Number(numAffectedRows);
}
