import { type RawBuilder, sql } from "kysely";
import { domainFingerprint, type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";

/** What decides, when a signature is confirmed, whether it counts. */
export interface Judge {
	/** The installation's key of blocked addresses and domains. */
	addressKey: FingerprintKey;
	/** DOMAIN_HOLD_ABOVE. */
	holdAbove: number;
}

/** Whether an address or its domain is blocked: an SQL condition that no row comes into. */
export function isBlocked({ addressKey }: Judge, address: string): RawBuilder<boolean> {
	const prints = [fingerprint(addressKey, address), domainFingerprint(addressKey, address)];
	return sql<boolean>`exists (
		select from email_suppressions
		where reason = 'blocked' and fingerprint = any(${prints.filter((print) => print !== null)}::bytea[])
			and (expires_on is null or expires_on >= current_date))`;
}

/**
 * Whether the domain of a submission is held, or is now: an SQL condition on a row `a` with `petition_id`
 * and `domain_fingerprint`. Two that confirm at the same moment may both pass; `holdDomains` has them next.
 */
export function isHeld({ holdAbove }: Judge): RawBuilder<boolean> {
	return sql<boolean>`coalesce(
		(select verdict = 'held' from domain_verdicts v
			where v.petition_id = a.petition_id and v.fingerprint = a.domain_fingerprint),
		(select sum(n) >= ${holdAbove} from domain_days d
			where d.petition_id = a.petition_id and d.fingerprint = a.domain_fingerprint and d.day >= current_date - 1),
		false)`;
}

/** Counts a confirmed signature under its domain: the part of a `with` after `signed`, which gives `petition_id` and `domain_fingerprint`. */
export const countedByDomain = sql`
	insert into domain_days as d (petition_id, fingerprint, n)
	select petition_id, domain_fingerprint, 1 from signed where domain_fingerprint is not null
	on conflict (petition_id, fingerprint, day) do update set n = d.n + 1`;
