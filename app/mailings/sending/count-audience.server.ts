import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Addressed, fedUp, suppressedNow, takenIn } from "./audience.server.ts";
import { type Folded, foldSmall, inSteps } from "./fold-small.ts";

/** Who would get a mailing if it were started now; every number in steps of ten. */
export interface AudienceCount {
	/** Null for fewer than ten, or nobody. */
	total: number | null;
	/** By the language that they read, not the one that they get it in. */
	languages: Folded[];
	countries: Folded[];
	/** Of the total, organisations at their role addresses. */
	organisations: number;
	/** Not among the total: mail to them bounced or was complained about; they have had enough updates this month. */
	leftOut: { suppressed: number; fedUp: number };
}

/**
 * Counts whom a mailing would go to, with groups under ten folded. Exact numbers are there once two people have agreed
 * and the audience is frozen.
 * @param maxUpdates MAIL_MAX_UPDATES
 */
export async function countAudience(db: Db, addressed: Addressed, maxUpdates: number): Promise<AudienceCount> {
	const { rows } = await sql<Counted>`
		with taken as (
			select s.locale, s.country, s.kind, case when ${suppressedNow} then 'suppressed'
				when f.subject_id is not null then 'fedUp' else 'gets' end as how
			from subscriptions s left join (${fedUp(addressed, maxUpdates)}) f on f.subject_id = s.id
			where ${takenIn(addressed)})
		select how, locale, country, kind, count(*) as n from taken
		group by grouping sets ((how), (how, locale), (how, country), (how, kind))`.execute(db);
	const gets = rows.filter(({ how }) => how === "gets");
	const by = (column: "locale" | "country" | "kind") =>
		gets.flatMap(({ [column]: name, n }) => (name === null ? [] : [{ name, n }]));
	const totalOf = (how: Counted["how"]) =>
		rows.find((row) => row.how === how && !row.locale && !row.country && !row.kind)?.n ?? 0;
	const total = totalOf("gets");
	return {
		total: inSteps(total) || null,
		languages: foldSmall(by("locale")),
		countries: foldSmall(by("country")),
		organisations: inSteps(by("kind").find(({ name }) => name === "organisation")?.n ?? 0),
		leftOut: { suppressed: inSteps(totalOf("suppressed")), fedUp: inSteps(totalOf("fedUp")) },
	};
}

interface Counted {
	how: "gets" | "suppressed" | "fedUp";
	locale: string | null;
	country: string | null;
	kind: string | null;
	n: number;
}
