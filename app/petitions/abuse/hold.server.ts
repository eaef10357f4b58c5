import { type RawBuilder, sql } from "kysely";
import { fallbackLocale } from "#app/i18n/translate.ts";
import { askingForReview, closing } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { locks } from "#db/locks.ts";
import { transition } from "../transition.server.ts";
import { petitionDomains } from "./domain-print.server.ts";

/**
 * Holds every domain from which more than `above` signatures were confirmed today and yesterday, unless
 * it is trusted: quarantines its signatures of those days and all later ones, in one statement. What
 * passed while another of its domain was being confirmed is found here too. A second look at the same
 * time does nothing.
 * @returns how many signatures were quarantined
 */
export async function holdDomains(db: Db, above: number): Promise<number> {
	const { rows } = await sql<{ held: number }>`
		with own as materialized (select pg_try_advisory_xact_lock(${locks.domainHolds}) as it),
		past as (delete from domain_days where day < current_date - 1 and (select it from own)),
		fresh as (
			insert into domain_verdicts (petition_id, fingerprint, verdict)
			select petition_id, fingerprint, 'held' from domain_days
			where day >= current_date - 1 and (select it from own)
			group by 1, 2 having sum(n) > ${above}
			on conflict (petition_id, fingerprint) do nothing
			returning id, petition_id, fingerprint, since),
		asked as (${askingForReview(
			"held-domain",
			sql`select p.campaign_id, fresh.id as subject_id, ${fallbackLocale} as locale, false as first
				from fresh join petitions p on p.id = fresh.petition_id`,
		)}),
		held as (
			select petition_id, fingerprint, since from domain_verdicts where verdict = 'held' and (select it from own)
			union all select petition_id, fingerprint, since from fresh),
		moved as (${transition(
			"hold",
			sql`
			select s.id, 'quarantined' as becomes from held h
			join signatures s on s.petition_id = h.petition_id and s.domain_fingerprint = h.fingerprint
				and s.confirmed_on >= h.since - 1 and s.state = 'confirmed'`,
		)})
		select count(*) as held from moved`.execute(db);
	return rows[0]?.held ?? 0;
}

export type Trusted = { state: "trusted"; released: number } | { state: "unknown" } | { state: "never-held" };

/**
 * Trusts a domain for one petition, for good, and counts what was held of it; what met a trap or a
 * block stays quarantined.
 * @returns `never-held` for a provider with whom anybody can have a mailbox, and once the petition's key has been deleted
 */
export async function trustDomain(db: Db, keys: KeyRing, slug: string, domain: string): Promise<Trusted> {
	const petition = await petitionDomains(db, keys, slug);
	if (!petition) return { state: "unknown" };
	const print = petition.printOf(domain);
	if (!print) return { state: "never-held" };
	const released = await trust(
		db,
		sql`
		insert into domain_verdicts (petition_id, fingerprint, verdict) values (${petition.id}, ${print}, 'trusted')
		on conflict (petition_id, fingerprint) do update set verdict = 'trusted', since = current_date`,
	);
	return { state: "trusted", released };
}

/**
 * As `trustDomain`, by the row of a held domain: nobody has to type its name.
 * @returns how many signatures it counts now
 */
export async function trustHeldDomain(db: Db, campaignId: number, verdictId: string): Promise<number> {
	return trust(
		db,
		sql`
		update domain_verdicts set verdict = 'trusted', since = current_date
		where id = ${verdictId} and verdict = 'held'
			and petition_id in (select id from petitions where campaign_id = ${campaignId})`,
	);
}

/** @param verdicts writes the verdicts of trusted domains, without its `returning` */
async function trust(db: Db, verdicts: RawBuilder<unknown>): Promise<number> {
	const { rows } = await sql<{ released: number }>`
		with trusted as (${verdicts} returning id, petition_id, fingerprint),
		closed as (${closing("held-domain", sql`select id from trusted`)}),
		moved as (${transition(
			"release",
			sql`
			select s.id, 'confirmed' as becomes from trusted t
			join signatures s on s.petition_id = t.petition_id and s.domain_fingerprint = t.fingerprint and not s.suspect`,
		)})
		select count(*) as released from moved`.execute(db);
	return rows[0]?.released ?? 0;
}
