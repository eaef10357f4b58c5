import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A domain that is held, by its fingerprint alone: nobody is told its name. */
export interface HeldDomain {
	id: string;
	petition: string;
	/** The day on which it was held. */
	since: string;
	/** The day of its first signature. */
	first: string | null;
	/** Its signatures that wait in quarantine, and how many of those met a trap or a block besides. */
	waiting: number;
	suspect: number;
	/** What share they would be of all that count, in percent. */
	share: number;
}

/** The held domains of a campaign, those with most signatures first; of one petition, or one of them, if it is named. */
export async function heldDomains(
	db: Db,
	campaignId: number,
	{ petition = null, id = null }: { petition?: string | null; id?: string | null } = {},
): Promise<HeldDomain[]> {
	const { rows } = await sql<HeldDomain>`
		select v.id, p.slug as petition, v.since, min(s.confirmed_on) as first, count(s.id)::int as waiting,
			(count(s.id) filter (where s.suspect))::int as suspect,
			coalesce(round(100.0 * count(s.id) / nullif(n.signatures + count(s.id), 0)), 0)::int as share
		from domain_verdicts v
		join petitions p on p.id = v.petition_id
		join petition_counts n on n.petition_id = p.id
		left join signatures s on s.petition_id = v.petition_id and s.domain_fingerprint = v.fingerprint
			and s.state = 'quarantined'
		where v.verdict = 'held' and p.campaign_id = ${campaignId}
			and (${petition}::text is null or p.slug = ${petition}) and (${id}::uuid is null or v.id = ${id})
		group by v.id, v.since, p.slug, n.signatures
		order by waiting desc, v.id`.execute(db);
	return rows;
}

/** Alarms of a petition, as the operator was told of them: what, and when last. */
export async function alarmsOfPetition(db: Db, campaignId: number, petition: string) {
	return db
		.selectFrom("abuse_alarms as a")
		.innerJoin("petitions as p", "p.id", "a.petition_id")
		.where("p.campaign_id", "=", campaignId)
		.where("p.slug", "=", petition)
		.orderBy("a.raised_at", "desc")
		.select(["a.kind", "a.raised_at as raisedAt"])
		.execute();
}
