import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { OrganisationKind } from "./organisation.ts";

/** Bodies that a page lists. */
const PER_PAGE = 200;
/** Bodies above others that the form offers; who belongs to another one types its name. */
const MOST_PARENTS = 300;

/** A body that endorses, as everybody sees it. */
export interface ShownBody {
	id: string;
	/** Null where the name is withheld. */
	name: string | null;
	kind: OrganisationKind;
	country: string;
	members: number | null;
	web: string | null;
	sample: boolean;
	/** How many shown bodies stand above it. */
	depth: number;
	/** The shown body next above it. */
	parent: string | null;
	/** Its members are among those of a body above it that endorses too. */
	covered: boolean;
}

/**
 * The bodies that endorse a petition, each below the one it belongs to, by name. A body whose name is withheld stands at the
 * end and by itself, with no number: neither its place nor its size says which it is.
 * @param page from 1
 */
export async function listShown(
	db: Db,
	petition: string,
	page: number,
): Promise<{ bodies: ShownBody[]; more: boolean }> {
	const { rows } = await sql<ShownBody>`
		with recursive petition as (select id, campaign_id from petitions where slug = ${petition}),
		shown as (
			select e.organisation_id as id from endorsements e join petition p on p.id = e.petition_id
			where e.state = 'shown' and e.merged_into is null),
		tree as (
			select o.*, o.id in (select id from shown) as shown, 0 as depth, null::text as parent, false as covered,
				array[]::text[] as above
			from organisations o join petition p on p.campaign_id = o.campaign_id where o.parent_id is null
			union all
			select o.*, o.id in (select id from shown),
				t.depth + (t.shown and not t.name_withheld)::int,
				case when t.shown and not t.name_withheld then t.name else t.parent end,
				-- A body whose name is withheld says of nobody that it stands above them.
				t.covered or (t.shown and t.members is not null and not t.name_withheld),
				case when t.shown and not t.name_withheld then t.above || array[lower(t.name), t.id::text] else t.above end
			from organisations o join tree t on o.parent_id = t.id)
		select id, case when not name_withheld then name end as name, kind, country,
			case when not name_withheld then members end as members, case when not name_withheld then web end as web, sample,
			case when name_withheld then 0 else depth end as depth, case when not name_withheld then parent end as parent,
			covered and not name_withheld as covered
		from tree where shown
		order by name_withheld, case when name_withheld then array[country, kind] else above || array[lower(name), id::text] end
		limit ${PER_PAGE + 1} offset ${(page - 1) * PER_PAGE}`.execute(db);
	return { bodies: rows.slice(0, PER_PAGE), more: rows.length > PER_PAGE };
}

/** Shown bodies that others can belong to, for the form. */
export async function shownParents(db: Db, petition: string): Promise<{ id: string; name: string }[]> {
	const { rows } = await sql<{ id: string; name: string }>`
		select o.id, o.name from organisations o
		join endorsements e on e.organisation_id = o.id
		join petitions p on p.id = e.petition_id
		where p.slug = ${petition} and e.state = 'shown' and e.merged_into is null
			and o.kind <> 'branch' and not o.name_withheld
		order by lower(o.name), o.id limit ${MOST_PARENTS}`.execute(db);
	return rows;
}
