import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Standing, VersionMark } from "./stale.ts";

/** How a document stands in one language, as lists and pages show it. */
export interface TextStanding extends Standing {
	/** As its latest version calls it; empty where it has no title. */
	title: string;
	savedAt: Date;
	schedule?: { versionId: number; dueAt: Date; problem: string | null };
}

/** One document of a campaign in all its languages. */
export interface TextRow {
	path: string;
	standings: Map<string, TextStanding>;
}

interface Row {
	path: string;
	locale: string | null;
	latest: VersionMark;
	published: VersionMark | null;
	source: (VersionMark & { locale: string }) | null;
	title: string;
	saved_at: Date;
	version_id: number | null;
	due_at: Date | null;
	problem: string | null;
	place: string;
}

/** Everything of a version but its words, as JSON. */
function mark(alias: string) {
	const v = sql.ref(alias);
	return sql`jsonb_build_object('id', ${v}.id, 'number', ${v}.number, 'locale', ${v}.locale,
		'digest', md5(jsonb_build_array(${v}.matter - 'correction', ${v}.body)::text))`;
}

/**
 * The documents of a campaign with their state in each language, in one statement: the campaign, its petitions, memorial
 * and texts to share, the timeline by its dates, the newest update first. What was removed is left out.
 * @param path only this one
 */
export async function textsOf(db: Db, campaignId: number, path: string | null = null): Promise<TextRow[]> {
	const { rows } = await sql<Row>`
		with paths as (
			select path from texts where campaign_id = ${campaignId}
			union select unnest(array['campaign', 'memorial', 'share'])
			union select 'petitions/' || slug from petitions where campaign_id = ${campaignId}
		), latest as (
			select distinct on (t.path, v.locale) t.path, v.*
			from texts t join text_versions v on v.text_id = t.id
			where t.campaign_id = ${campaignId} and t.removed_at is null
			order by t.path, v.locale, v.number desc
		), shown as (
			select d.path, d.locale, d.version_id from campaign_documents d where d.campaign_id = ${campaignId}
			union all
			select 'petitions/' || p.slug, e.locale, e.text_version_id
			from petitions p
			join lateral (select id from petition_versions where petition_id = p.id order by number desc limit 1) v on true
			join petition_editions e on e.version_id = v.id
			where p.campaign_id = ${campaignId}
		)
		select q.path, l.locale, ${mark("l")} as latest, case when s.id is not null then ${mark("s")} end as published,
			case when f.id is not null then ${mark("f")} end as source,
			coalesce(l.matter->>'title', '') as title, l.saved_at, c.version_id, c.due_at, c.problem,
			coalesce(l.matter->>'from', l.matter->>'date', '') as place
		from paths q
		left join latest l on l.path = q.path
		left join shown on shown.path = q.path and shown.locale = l.locale
		left join text_versions s on s.id = shown.version_id
		left join text_versions f on f.id = l.from_id
		left join text_schedules c on c.text_id = l.text_id and c.locale = l.locale
		where (${path}::text is null or q.path = ${path})
			and not exists (select from texts r where r.campaign_id = ${campaignId} and r.path = q.path and r.removed_at is not null)
		order by case split_part(q.path, '/', 1) when 'campaign' then 0 when 'petitions' then 1 when 'memorial' then 2
			when 'share' then 3 when 'timeline' then 4 else 5 end, q.path collate "C", l.locale`.execute(db);
	const texts = new Map<string, TextRow & { place: string }>();
	for (const row of rows) {
		const text = texts.get(row.path) ?? { path: row.path, standings: new Map(), place: row.place };
		texts.set(row.path, text);
		if (row.place > text.place) text.place = row.place;
		if (row.locale) text.standings.set(row.locale, standingOf(row));
	}
	return inOrder([...texts.values()]);
}

function standingOf(row: Row): TextStanding {
	const { latest, published, source, title, saved_at, version_id, due_at, problem } = row;
	return {
		latest,
		...(published && { published }),
		...(source && { from: source }),
		title,
		savedAt: saved_at,
		...(version_id !== null && due_at !== null && { schedule: { versionId: version_id, dueAt: due_at, problem } }),
	};
}

/** Timeline as readers have it, updates the newest first, the others as they come. */
function inOrder(texts: readonly (TextRow & { place: string })[]): TextRow[] {
	const within = (folder: string) => texts.filter(({ path }) => path.startsWith(folder));
	const timeline = within("timeline/").sort((a, b) => (`${a.place} ${a.path}` < `${b.place} ${b.path}` ? -1 : 1));
	const updates = within("updates/").reverse();
	const others = texts.filter(({ path }) => !path.startsWith("timeline/") && !path.startsWith("updates/"));
	return [...others, ...timeline, ...updates].map(({ path, standings }) => ({ path, standings }));
}
