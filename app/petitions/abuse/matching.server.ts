import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { InvalidationRule } from "./invalidation-rule.server.ts";

/** The condition that a rule is, on the signatures of one petition that can be invalidated. */
export function matching(petitionId: number, rule: InvalidationRule): RawBuilder<boolean> {
	const all: RawBuilder<unknown>[] = [
		sql`petition_id = ${petitionId}`,
		rule.state ? sql`state = ${rule.state}` : sql`state in ('confirmed', 'quarantined')`,
	];
	if (rule.domain) all.push(sql`domain_fingerprint = ${Buffer.from(rule.domain, "hex")}`);
	if (rule.from) all.push(sql`confirmed_on >= ${rule.from}::date`);
	if (rule.to) all.push(sql`confirmed_on <= ${rule.to}::date`);
	for (const name of ["country", "locale", "source", "visibility"] as const)
		if (rule[name] !== undefined) all.push(sql`${sql.ref(name)} = ${rule[name]}`);
	return sql<boolean>`${sql.join(all, sql` and `)}`;
}

/** One line of a breakdown: how many of the signatures have this value. */
export interface Share {
	dimension: string;
	value: string;
	n: number;
}

/** What a rule would take out, by state, day, country, language, source and visibility: numbers, no names. */
export async function breakdown(db: Db, petitionId: number, rule: InvalidationRule): Promise<Share[]> {
	const { rows } = await sql<Share>`
		select dimension, value, count(*) as n from signatures, lateral (values
			('state', state), ('day', confirmed_on::text), ('country', country), ('language', locale),
			('source', source), ('visibility', visibility)) as v (dimension, value)
		where ${matching(petitionId, rule)}
		group by 1, 2 order by dimension, n desc, value`.execute(db);
	return rows;
}
