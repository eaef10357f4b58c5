import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { liveCount } from "../petition.server.ts";
import { type ShownHandover, shownHandover } from "./shown-handover.server.ts";

/** What a petition came to: numbers, bodies and organisations, and nobody's name. */
export interface ClosingFacts {
	title: string;
	/** One a line: the addressees of the newest version. */
	addressees: string;
	/** Markdown. */
	body: string;
	count: number;
	organisations: number;
	represented: number;
	paper: number;
	/** The organisations that are shown by their names. */
	named: string[];
	handover: ShownHandover | null;
	/** It takes signatures. */
	open: boolean;
}

/** What a petition has come to by now, in the best it is written in for a language. */
export async function closingFacts(
	db: Db,
	{ petition, campaignId }: { petition: string; campaignId: number },
	locale: Locale,
): Promise<ClosingFacts | undefined> {
	const { rows } = await sql<ClosingFacts>`
		select e.title, e.addressees, e.body, ${liveCount} as count, n.organisations, n.represented::float8 as represented, n.paper,
			array(select o.name from endorsements d join organisations o on o.id = d.organisation_id
				where d.petition_id = p.id and d.state = 'shown' and d.merged_into is null and not o.name_withheld
				order by o.name) as named,
			${shownHandover} as handover,
			least(p.closed_at, p.closes_at) is null or least(p.closed_at, p.closes_at) > now() as open
		from petitions p join petition_counts n on n.petition_id = p.id
		join lateral (
			select e.* from petition_versions v join petition_editions e on e.version_id = v.id
			where v.petition_id = p.id order by v.number desc, ${bestFor(locale, "e.locale")} limit 1) e on true
		where p.slug = ${petition} and p.campaign_id = ${campaignId}`.execute(db);
	return rows[0];
}
