import { sql } from "kysely";
import { Gauge, type Registry } from "prom-client";
import type { Db } from "#db/client.ts";

/** However often somebody asks, Postgres is asked no more often. */
const EVERY_MS = 10_000;
/** Where counting of what waits stops: more is as bad. */
const MOST = 10_000;

interface Reading {
	name: string;
	label: string;
	lane: string;
	n: number;
}

/** Each figure, what it says, and its labels. */
const figures: Record<string, { help: string; labels: string[] }> = {
	yntymaq_mails: {
		help: "Mails of the last 90 days by lane and state, as counted every five minutes.",
		labels: ["lane", "state"],
	},
	yntymaq_mails_open: {
		help: `Mails that wait or are on their way now: transactional ones queued, and those of both lanes claimed or deferred; counted up to ${MOST}.`,
		labels: ["lane", "state"],
	},
	yntymaq_mails_overdue_seconds: { help: "How long ago the oldest deferred mail was to be tried again.", labels: [] },
	yntymaq_mails_returned: {
		help: "Bounces and complaints that came back in the last 90 days, by kind.",
		labels: ["state"],
	},
	yntymaq_mail_paused: { help: "1 while all mail is paused.", labels: [] },
	yntymaq_mail_ceiling_per_minute: {
		help: "Mails a minute since the relay asked for fewer; 0 while it has not.",
		labels: [],
	},
	yntymaq_signatures: { help: "Signatures that count, of all petitions.", labels: [] },
	yntymaq_jobs: { help: "Jobs of the last twelve hours by state.", labels: ["state"] },
};

/** Each part reads a small table or a partial index. A row of `email_deliveries` knows no time but that of a new try. */
const reading = sql<Reading>`
	with claimed as (
		select lane, 'claimed' as state from email_deliveries where claimed_by is not null limit ${sql.lit(MOST)}),
	deferred as (
		select lane, 'deferred' as state from email_deliveries where not_before is not null limit ${sql.lit(MOST)}),
	queued as (
		select lane, 'queued' as state from email_deliveries
		where lane = 'transactional' and claimed_by is null and not_before is null and done_on is null
		limit ${sql.lit(MOST)})
	select 'yntymaq_mails' as name, d.state as label, m.lane, sum(d.n)::bigint as n
	from email_days d join email_messages m on m.id = d.message_id group by 2, 3
	union all
	select 'yntymaq_mails_open', l.state, l.lane, count(o.lane)
	from (values ('claimed', 'bulk'), ('claimed', 'transactional'), ('deferred', 'bulk'), ('deferred', 'transactional'),
		('queued', 'transactional')) l (state, lane)
	left join (table claimed union all table deferred union all table queued) o using (state, lane) group by 2, 3
	union all
	select 'yntymaq_mails_overdue_seconds', '', '', coalesce(greatest(extract(epoch from now() - min(not_before)), 0), 0)::bigint
	from email_deliveries where not_before is not null
	union all
	select 'yntymaq_mails_returned', k.kind, '', count(e.kind)
	from unnest(array['hard', 'soft', 'full', 'policy', 'complaint']) k (kind)
	left join email_events e on e.kind = k.kind and e.day > current_date - 90 group by 2
	union all
	select 'yntymaq_mail_paused', '', '', count(*) from site_locks where what = 'mail'
	union all
	select 'yntymaq_mail_ceiling_per_minute', '', '', coalesce(max(ceiling), 0)::bigint from mail_buckets where name = 'relay'
	union all
	select 'yntymaq_signatures', '', '', coalesce(sum(signatures), 0)::bigint from petition_counts
	union all
	select 'yntymaq_jobs', s.state, '', count(j.id)
	from unnest(array['created', 'retry', 'active', 'completed', 'failed']) s (state)
	left join pgboss.job j on j.state::text = s.state group by 2`;

/** Reads what belongs to the installation into gauges; the same ten seconds are one reading. */
export function installationReader(db: Db, registers: Registry[]): () => Promise<void> {
	const gauges = new Map(
		Object.entries(figures).map(([name, { help, labels }]) => [
			name,
			new Gauge({ name, help, labelNames: labels, registers }),
		]),
	);
	let readAt = Number.NEGATIVE_INFINITY;
	let under: Promise<void> | undefined;

	async function read() {
		for (const gauge of gauges.values()) gauge.reset();
		const { rows } = await reading.execute(db);
		for (const { name, label, lane, n } of rows)
			gauges.get(name)?.set({ ...(lane && { lane }), ...(label && { state: label }) }, n);
		readAt = performance.now();
	}
	return () => {
		if (performance.now() - readAt < EVERY_MS) return Promise.resolve();
		under ??= read()
			.catch(() => undefined)
			.finally(() => {
				under = undefined;
			});
		return under;
	};
}
