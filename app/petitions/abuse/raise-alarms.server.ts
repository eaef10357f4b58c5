import { sql } from "kysely";
import type { Log } from "#app/log.ts";
import type { Db } from "#db/client.ts";
import { liveCount } from "../petition.server.ts";
import { type AlarmAt, alarmsOf, type Reading } from "./alarm.ts";

/**
 * Looks at every petition that was opened and still has its names, once a minute, and warns in the log: counts only, once an hour for each
 * petition and kind, however many workers look.
 * @returns one look
 */
export function alarmRaiser(db: Db, log: { warn: Log }, at: AlarmAt): () => Promise<void> {
	let before = new Map<number, Reading>();
	const told = new Map<number, number>();
	return async () => {
		const readings = await readPetitions(db);
		for (const now of readings)
			for (const { kind, event, fields } of alarmsOf(now, before.get(now.id), told.get(now.id) ?? 0, at)) {
				if (!(await isDue(db, now.id, kind))) continue;
				log.warn(event, { petition: now.slug, ...fields });
				if (kind === "held") told.set(now.id, now.heldDomains);
			}
		before = new Map(readings.map((reading) => [reading.id, reading]));
	};
}

/** Net of what was withdrawn or quarantined meanwhile, which is near enough for an alarm. */
async function readPetitions(db: Db): Promise<Reading[]> {
	const { rows } = await sql<Reading>`
		with domains as (
			select d.petition_id, d.fingerprint, sum(d.n) as n, coalesce(bool_or(v.verdict = 'held'), false) as held
			from domain_days d left join domain_verdicts v using (petition_id, fingerprint)
			where d.day >= current_date - 1 group by 1, 2),
		sums as (
			select petition_id, max(n) as top, count(*) filter (where held) as domains,
				coalesce(sum(n) filter (where held), 0) as signatures
			from domains group by 1)
		select p.id, p.slug, ${liveCount} as counted,
			coalesce(s.top, 0) as top, coalesce(s.domains, 0) as "heldDomains", coalesce(s.signatures, 0)::bigint as "heldSignatures",
			coalesce(s.signatures, 0)::bigint + coalesce((
				select sum(h.n) from signature_hours h where h.petition_id = p.id and h.hour >= current_date - 1), 0)::bigint as recent
		from petitions p
		join petition_counts n on n.petition_id = p.id
		left join sums s on s.petition_id = p.id
		where p.opened_at is not null and p.anonymised_at is null`.execute(db);
	return rows;
}

/** Whether the operator was not told within the hour; if so, they are now. */
async function isDue(db: Db, petitionId: number, kind: string): Promise<boolean> {
	const { rows } = await sql`
		insert into abuse_alarms as a (petition_id, kind) values (${petitionId}, ${kind})
		on conflict (petition_id, kind) do update set raised_at = now() where a.raised_at < now() - interval '1 hour'
		returning kind`.execute(db);
	return rows.length > 0;
}
