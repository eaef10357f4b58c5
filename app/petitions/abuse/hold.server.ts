import { sql } from "kysely";
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
			returning petition_id, fingerprint, since),
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
	const { rows } = await sql<{ released: number }>`
		with trusted as (
			insert into domain_verdicts (petition_id, fingerprint, verdict) values (${petition.id}, ${print}, 'trusted')
			on conflict (petition_id, fingerprint) do update set verdict = 'trusted', since = current_date),
		moved as (${transition(
			"release",
			sql`
			select id, 'confirmed' as becomes from signatures
			where petition_id = ${petition.id} and domain_fingerprint = ${print} and not suspect`,
		)})
		select count(*) as released from moved`.execute(db);
	return { state: "trusted", released: rows[0]?.released ?? 0 };
}
