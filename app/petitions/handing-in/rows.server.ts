import { sql } from "kysely";
import { flagTexts } from "#app/moderation/flag-text.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { isNamed } from "./entitled.server.ts";

/** Signatures opened at a time: what a file holds in memory, however long. */
const BATCH = 500;

/** Whose list it is: a hand-in's id and the place of an addressee in it. */
export interface List {
	id: number;
	place: number;
}

/** One line of a list: somebody's words, or the place of who has withdrawn since it was frozen. */
export type HandinRow = { number: number; version: number } & ({ named: true; words: Named } | { named: false });

/** What an addressee is told of a person: what the words of the consent name. */
export interface Named {
	name: string;
	town: string;
	organisation: string;
	/** ISO 3166-1 alpha-2; empty where it was not said. */
	country: string;
	/** The words for the families; empty where there are none. */
	line: string;
	/** There are words, and they are kept back: a filter marked them, and no moderator has picked them. */
	lineHeld: boolean;
	/** Chose to be named on the site too. Who did not is for the addressee's eyes alone. */
	public: boolean;
}

/** The columns that are there only if somebody filled them in. */
export interface Columns {
	town: boolean;
	organisation: boolean;
	country: boolean;
}

/** What is known of a list before its first line is written. */
export interface Survey {
	people: number;
	/** Withdrawn since the list was frozen: numbers without a name. */
	withdrawn: number;
	columns: Columns;
	/** People whose words for the families are handed over. */
	lines: number;
	/** Those whose words are kept back. */
	linesHeld: number;
	/** The numbers of the versions that were signed. */
	versions: ReadonlySet<number>;
}

/** The version of the words from which a consent names country and words for the families. */
const NAMES_ALL = 2;

interface Read {
	number: number;
	version: number;
	/** Null for who has withdrawn. */
	id: string | null;
	visibility: string;
	sealed: Buffer;
	/** Empty where it was not said, or where what was agreed to does not name it. */
	country: string;
	/** It has a line, and the words that were agreed to name it. */
	all: boolean;
	picked: boolean;
	campaign: number;
}

/**
 * The lines of one addressee's list by their numbers, with bounded memory. Who withdraws, lowers who sees them or is
 * taken out of the count leaves a number without a name, from then on.
 * @param only `lines` for those alone who wrote words for the families
 */
export async function* handinRows(db: Db, keys: KeyRing, list: List, only?: "lines"): AsyncGenerator<HandinRow> {
	const wanted = only ? sql`s.line <> 'none'` : sql`true`;
	for (let after = 0; ; ) {
		const { rows } = await sql<Read>`
			select r.number, r.version, s.id, s.visibility, s.sealed, coalesce(c.names_all, false) and s.line <> 'none' as all,
				case when c.names_all and s.country <> 'ZZ' then s.country else '' end as country,
				exists (select from picked_lines l where l.signature_id = s.id) as picked,
				(select p.campaign_id from handins h join petitions p on p.id = h.petition_id where h.id = ${list.id}) as campaign
			from handin_rows r left join signatures s on s.id = r.signature_id and ${isNamed}
			cross join lateral (
				select max(c.version) >= ${sql.lit(NAMES_ALL)} as names_all from signature_consents c
				where c.signature_id = s.id and c.purpose = s.visibility) c
			where r.handin_id = ${list.id} and r.place = ${list.place} and r.number > ${after} and ${wanted}
			order by r.number limit ${sql.lit(BATCH)}`.execute(db);
		yield* await opened(db, keys, rows);
		const last = rows.at(-1);
		if (!last || rows.length < BATCH) return;
		after = last.number;
	}
}

/** Opens what was read; the filters look at all lines of it in one round trip. */
async function opened(db: Db, keys: KeyRing, rows: readonly Read[]): Promise<HandinRow[]> {
	// Words that were sealed before there was a field for it lack it.
	type Kept = { name: string; town?: string; organisation?: string; line?: string };
	const people = rows.map((row) => ({
		...row,
		kept: row.id === null ? undefined : open<Kept>(keys, `signatures/${row.id}`, row.sealed),
	}));
	const written = people.filter(({ kept, all }) => all && kept?.line);
	const [campaign] = written;
	const found = campaign
		? await flagTexts(
				db,
				keys,
				campaign.campaign,
				written.map(({ kept }) => kept?.line ?? ""),
			)
		: [];
	const held = new Set(written.filter(({ picked }, i) => !picked && found[i]?.length).map(({ number }) => number));
	const given = new Set(written.map(({ number }) => number).filter((number) => !held.has(number)));
	return people.map(({ number, version, visibility, country, kept }) => {
		if (!kept) return { number, version, named: false };
		const { name, town = "", organisation = "", line = "" } = kept;
		const words = {
			name,
			town,
			organisation,
			country,
			line: given.has(number) ? line : "",
			lineHeld: held.has(number),
		};
		return { number, version, named: true, words: { ...words, public: visibility === "public" } };
	});
}

/** Goes through a list once, for what its files have to know at their beginning. @param onRow how far it is */
export async function surveyOf(
	db: Db,
	keys: KeyRing,
	list: List,
	onRow: (done: number) => void = () => undefined,
): Promise<Survey> {
	const versions = new Set<number>();
	const columns = { town: false, organisation: false, country: false };
	const survey: Survey = { people: 0, withdrawn: 0, lines: 0, linesHeld: 0, columns, versions };
	for await (const row of handinRows(db, keys, list)) {
		versions.add(row.version);
		if (row.named) {
			survey.people++;
			survey.columns.town ||= row.words.town !== "";
			survey.columns.organisation ||= row.words.organisation !== "";
			survey.columns.country ||= row.words.country !== "";
			if (row.words.line) survey.lines++;
			if (row.words.lineHeld) survey.linesHeld++;
		} else survey.withdrawn++;
		onRow(survey.people + survey.withdrawn);
	}
	return survey;
}

/** How many of a list agreed to which words, and signed which version: for its manifest. */
export async function agreedIn(db: Db, { id, place }: List) {
	const named = sql`handin_rows r join signatures s on s.id = r.signature_id and ${isNamed}`;
	const { rows: consents } = await sql<{ purpose: string; version: number; people: number }>`
		select c.purpose, c.version, count(distinct s.id)::int as people
		from ${named} join signature_consents c on c.signature_id = s.id and c.purpose = s.visibility
		where r.handin_id = ${id} and r.place = ${place} group by 1, 2 order by 1, 2`.execute(db);
	const { rows: versions } = await sql<{ version: number; people: number }>`
		select r.version, count(*)::int as people from ${named}
		where r.handin_id = ${id} and r.place = ${place} group by 1 order by 1`.execute(db);
	return { consents, versions };
}
