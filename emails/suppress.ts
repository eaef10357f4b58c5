import { type RawBuilder, sql } from "kysely";
import { fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "./address-key.ts";

/** Days without mail for a mailbox that does not exist: some come back, some were a typing error. */
const GONE = 90;
/** So many failures that may pass, within so many days, are as good as a mailbox that does not exist. */
const FAILURES = 3;
const WITHIN = 30;

/** Mailboxes that do not exist get no more mail for 90 days, whether the relay said so at once or a report later. */
export async function suppressMailboxes(db: Db, fingerprints: readonly Buffer[]): Promise<void> {
	if (fingerprints.length === 0) return;
	await sql`
		insert into email_suppressions (fingerprint, scope, reason, expires_on)
		select distinct fingerprint, 'all', 'bounced', current_date + ${GONE}::int from unnest(${fingerprints}::bytea[]) g (fingerprint)
		on conflict (fingerprint, scope, reason) do nothing`.execute(db);
}

/** Counts that mail to addresses failed for a reason that may pass; the third time in thirty days is taken for the end. */
export async function noteFailures(db: Db, fingerprints: readonly Buffer[]): Promise<void> {
	if (fingerprints.length === 0) return;
	const { rows } = await sql<{ fingerprint: Buffer }>`
		with counted as (
			insert into email_failures as f (fingerprint, failures)
			select fingerprint, count(*) from unnest(${fingerprints}::bytea[]) g (fingerprint) group by 1
			-- One order for all who lock several addresses.
			order by fingerprint
			on conflict (fingerprint, day) do update set failures = f.failures + excluded.failures
			returning fingerprint, failures)
		select c.fingerprint from counted c
		where c.failures + (
			select coalesce(sum(f.failures), 0) from email_failures f
			where f.fingerprint = c.fingerprint and f.day between current_date - ${WITHIN - 1}::int and current_date - 1
		) >= ${FAILURES}`.execute(db);
	await suppressMailboxes(
		db,
		rows.map(({ fingerprint }) => fingerprint),
	);
}

/** Who called a mail spam gets none of a mailing any more, until they ask for it themselves. */
export async function suppressComplaint(db: Db, fingerprint: Buffer): Promise<void> {
	await sql`
		insert into email_suppressions (fingerprint, scope, reason) values (${fingerprint}, 'bulk', 'complained')
		on conflict (fingerprint, scope, reason) do nothing`.execute(db);
}

/**
 * Forgets that a complaint was made from an address, whose owner asks for mailings again; bounces and blocks stay. A
 * statement to stand, with more conditions behind it, as a part of the one that subscribes.
 */
export async function liftingComplaint(db: Db, keys: KeyRing, address: string): Promise<RawBuilder<unknown>> {
	const mailbox = fingerprint(await addressKey(db, keys), address);
	return sql`
		delete from email_suppressions
		where fingerprint = ${mailbox}::bytea and scope = 'bulk' and reason = 'complained'`;
}
