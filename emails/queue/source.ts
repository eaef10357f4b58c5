import type { Db } from "#db/client.ts";
import { giveBack, take, type Wanted } from "./buckets.ts";
import { type Claimed, claim, unclaim } from "./claim.ts";
import { claimLots, type Running, runningMailings } from "./claim-bulk.ts";
import { type Groups, groupsOf } from "./lots.ts";
import { type Pace, takeOne } from "./pace.ts";
import { bucketOf, type Rates, shareOut } from "./rates.ts";

/** What a claim brought. */
export interface Batch {
	rows: Claimed[];
	/** There may be more at once: neither the queue nor a rate has come to its end. */
	more: boolean;
}

/** Where a lane's mails come from: as many as the rates allow, up to a number, for `lease` seconds. */
export type Source = (worker: string, limit: number, lease: number) => Promise<Batch>;

/** The mails that people wait for, the oldest first. Only the relay's own rate holds them up. */
export function transactionalSource(db: Db, pace: Pace): Source {
	return async (worker, limit, lease) => {
		const rows = await claim(db, worker, limit, lease);
		const wanted = rows.length > 0 ? await pace.relay(rows.length, "transactional") : null;
		const allowed = await takeOne(db, wanted, rows.length);
		if (allowed < rows.length) {
			const late = rows.splice(allowed);
			await unclaim(
				db,
				worker,
				late.map(({ id }) => id),
			);
			return { rows, more: false };
		}
		return { rows, more: rows.length === limit };
	};
}

/**
 * The mails of the mailings that are being sent, one mailing after another in turns, each mixed from all providers that
 * take more now.
 * @param prepare is given the mailing before its rows: its texts are read once
 */
export function bulkSource(db: Db, pace: Pace, rates: Rates, prepare: (messageId: number) => Promise<void>): Source {
	let last = 0;
	const groups = groupsOf(db);
	return async (worker, limit, lease) => {
		const running = await runningMailings(db);
		const turn = [...running.filter(({ id }) => id > last), ...running.filter(({ id }) => id <= last)];
		for (const mailing of turn) {
			const batch = await claimOf(db, mailing, { groups, pace, rates, worker, limit, lease });
			if (batch.rows.length === 0) continue;
			last = mailing.id;
			await prepare(mailing.id);
			return batch;
		}
		return { rows: [], more: false };
	};
}

interface Claiming {
	groups: Groups;
	pace: Pace;
	rates: Rates;
	worker: string;
	limit: number;
	lease: number;
}

async function claimOf(db: Db, mailing: Running, claiming: Claiming): Promise<Batch> {
	const known = claiming.groups.known(mailing.id);
	const batch = known && (await claimFrom(db, mailing, known, claiming));
	if (batch && batch.rows.length > 0) return batch;
	return claimFrom(db, mailing, await claiming.groups.look(mailing.id), claiming);
}

async function claimFrom(
	db: Db,
	mailing: Running,
	buckets: readonly number[],
	{ groups, pace, rates, worker, limit, lease }: Claiming,
): Promise<Batch> {
	if (buckets.length === 0) return { rows: [], more: false };
	const { id, total, spread_minutes } = mailing;
	const overall = [await pace.relay(limit, "bulk"), spread(id, total, spread_minutes, limit)].filter(
		(bucket) => bucket !== null,
	);
	// When little is left of a mailing, a few providers may use what there is.
	const each = rates.perDomain > 0 ? bucketOf(rates.perDomain) : null;
	const domains = buckets.map((bucket) => each && { name: `domain-${bucket}`, want: limit, ...each });
	const taken = await take(
		db,
		[...overall, ...domains].filter((bucket) => bucket !== null),
	);
	const allowed = Math.min(limit, ...overall.map(({ name }) => taken.get(name) ?? 0));
	const shares = shareOut(
		allowed,
		domains.map((domain) => (domain ? (taken.get(domain.name) ?? 0) : limit)),
	);
	const wanted = buckets.flatMap((bucket, i) => (shares[i] ? [{ bucket, n: shares[i] }] : []));
	const rows = wanted.length > 0 ? await claimLots(db, mailing, wanted, worker, lease) : [];
	await giveBack(db, unused(taken, rows));
	const asked = wanted.reduce((sum, { n }) => sum + n, 0);
	if (rows.length < asked) groups.forget(id);
	// A group that had fewer than its share leaves room for others at the next claim.
	return { rows, more: rows.length === limit || (rows.length > 0 && rows.length < asked) };
}

function spread(id: number, total: number, minutes: number, want: number): Wanted | null {
	return minutes > 0 ? { name: `message-${id}`, want, ...bucketOf(total / minutes) } : null;
}

function unused(taken: ReadonlyMap<string, number>, rows: readonly Claimed[]): Map<string, number> {
	const used = new Map<string, number>();
	for (const { domain_bucket } of rows) {
		const name = `domain-${domain_bucket}`;
		used.set(name, (used.get(name) ?? 0) + 1);
	}
	return new Map(
		[...taken].map(([name, n]) => [name, n - (name.startsWith("domain-") ? (used.get(name) ?? 0) : rows.length)]),
	);
}
