import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { GENESIS, linkHash } from "./chain.ts";
import { linksOf, type StoredLink } from "./stored.server.ts";

/** A fund whose books can be verified. */
export interface Books {
	campaignId: number;
	/** The campaign's. */
	slug: string;
	/** How many there are. */
	journals: number;
}

/** What is wrong with a fund's books, and where. */
export type Fault =
	/** The first link that does not follow from the one before; `key` is its journal's, where there is one. */
	| { what: "missing" | "altered" | "strayed" | "unbalanced" | "unlike Stripe"; n: number; key: string | null }
	| { what: "cut off" | "another head"; n: number }
	/** A head that was written down elsewhere is not in the chain: it was cut off or rewritten at it or before it. */
	| { what: "not the noted head"; n: number }
	/** A journal that is in no chain, a balance transaction that is in no journal, postings without a journal. */
	| { what: "unlinked"; key: string }
	| { what: "unposted"; txn: string }
	| { what: "orphaned"; postings: number }
	| { what: "balance"; account: string; currency: string; kept: string; summed: string };

/** What a verification found. `interrupted`: it was ended before it came to the end. */
export type Verified = {
	state: "whole" | "broken" | "interrupted";
	journals: number;
	postings: number;
	faults: Fault[];
	/** Hexadecimal: written down elsewhere, it shows later what was cut off. */
	head: { n: number; hash: string };
};

/** Where a fund's chain ended when somebody wrote it down. */
export interface NotedHead {
	n: number;
	/** 32 bytes. */
	hash: Buffer;
}

/** How far a verification has come along a fund's chain. Only what it found to be whole counts. */
export interface Walk {
	/** Of the last link. */
	n: number;
	hash: Buffer;
	postings: number;
	/** Of the postings so far, by account and currency. */
	sums: Map<string, bigint>;
}

/** Before the first link. */
export function walkFromStart(): Walk {
	return { n: 0, hash: GENESIS, postings: 0, sums: new Map() };
}

/** What a long verification is told, and tells. */
export interface Verifying {
	/** Ends it between two batches. */
	signal?: AbortSignal;
	/** Where it goes on, and where it notes how far it came; from the start where it is absent. */
	walk?: Walk;
	/** Hears how many journals have been read. */
	onJournals?: (journals: number) => void;
}

/** Faults of one sort that are named at most. */
const NAMED = 20;

/** The funds that have books, of one campaign or all. */
export async function fundsWithBooks(db: Db, slug?: string): Promise<Books[]> {
	const { rows } = await sql<Books>`
		select c.id as "campaignId", c.slug, coalesce(h.n, 0) as journals
		from funds f join campaigns c on c.id = f.campaign_id left join ledger_heads h on h.campaign_id = f.campaign_id
		where ${slug ?? null}::text is null or c.slug = ${slug ?? null} order by c.id`.execute(db);
	return rows;
}

/**
 * Recomputes a fund's books: the chain over every journal, its legs and its balance transaction, that each balances and
 * moves at Stripe what Stripe recorded, and the balances that Postgres keeps. In one snapshot, with bounded memory.
 */
export async function verifyLedger(db: Db, campaignId: number, verifying: Verifying = {}): Promise<Verified> {
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute((snapshot) => verifyLedgerSnapshot(snapshot, campaignId, verifying));
}

/** As `verifyLedger`, of what the transaction at hand sees. */
export async function verifyLedgerSnapshot(
	db: Db,
	campaignId: number,
	{ signal, walk = walkFromStart(), onJournals }: Verifying = {},
): Promise<Verified> {
	const done = (state: Verified["state"], faults: Fault[] = []): Verified => ({
		state,
		journals: walk.n,
		postings: walk.postings,
		faults,
		head: { n: walk.n, hash: walk.hash.toString("hex") },
	});
	for await (const links of linksOf(db, campaignId, walk.n)) {
		if (signal?.aborted) return done("interrupted");
		for (const link of links) {
			const fault = faultOf(walk, link);
			// From here on nothing follows from what is known.
			if (fault) return done("broken", [fault]);
			walk.n = link.n;
			walk.hash = link.hash;
			for (const leg of link.journal?.legs ?? []) {
				const account = `${leg.account} ${leg.currency}`;
				walk.sums.set(account, (walk.sums.get(account) ?? 0n) + BigInt(leg.amount));
				walk.postings++;
			}
		}
		onJournals?.(walk.n);
	}
	const faults = [
		...(await atItsEnd(db, campaignId, walk)),
		...(await outsideTheChain(db, campaignId)),
		...(await wrongBalances(db, campaignId, walk.sums)),
	];
	return done(faults.length === 0 ? "whole" : "broken", faults);
}

function faultOf(before: { n: number; hash: Buffer }, { n, hash, journal, atHome }: StoredLink): Fault | undefined {
	const key = journal?.key ?? null;
	if (n !== before.n + 1) return { what: "missing", n: before.n + 1, key: null };
	if (!journal) return { what: "missing", n, key };
	if (!linkHash(before.hash, journal).equals(hash)) return { what: "altered", n, key };
	if (!atHome) return { what: "strayed", n, key };
	const left = new Map<string, bigint>();
	const stripe = new Map<string, bigint>();
	for (const { account, currency, amount } of journal.legs) {
		left.set(currency, (left.get(currency) ?? 0n) + BigInt(amount));
		if (account === "stripe_balance") stripe.set(currency, (stripe.get(currency) ?? 0n) + BigInt(amount));
	}
	if ([...left.values()].some((sum) => sum !== 0n)) return { what: "unbalanced", n, key };
	const [currency, net] = [journal.txn?.[3], journal.txn?.[6]];
	if (currency && net) stripe.set(currency, (stripe.get(currency) ?? 0n) - BigInt(net));
	return [...stripe.values()].some((sum) => sum !== 0n) ? { what: "unlike Stripe", n, key } : undefined;
}

/** Whether a chain has a link as it was written down; what stands there says nothing where the chain itself is broken. */
export async function hasLink(db: Db, campaignId: number, { n, hash }: NotedHead): Promise<boolean> {
	const link = await db
		.selectFrom("journal_links")
		.where("campaign_id", "=", campaignId)
		.where("n", "=", n)
		.select("hash")
		.executeTakeFirst();
	return link?.hash.equals(hash) ?? false;
}

async function atItsEnd(db: Db, campaignId: number, last: { n: number; hash: Buffer }): Promise<Fault[]> {
	const head = await db
		.selectFrom("ledger_heads")
		.where("campaign_id", "=", campaignId)
		.select(["n", "hash"])
		.executeTakeFirst();
	if (last.n < (head?.n ?? 0)) return [{ what: "cut off", n: last.n + 1 }];
	const same = head ? head.n === last.n && head.hash.equals(last.hash) : last.n === 0;
	return same ? [] : [{ what: "another head", n: last.n }];
}

/** What stands in the books and is in no chain, or was never posted. */
async function outsideTheChain(db: Db, campaignId: number): Promise<Fault[]> {
	const { rows: journals } = await sql<{ key: string }>`
		select key from journals j where campaign_id = ${campaignId}
			and not exists (select from journal_links where journal_seq = j.seq and campaign_id = j.campaign_id)
		order by seq limit ${sql.lit(NAMED)}`.execute(db);
	const { rows: txns } = await sql<{ id: string }>`
		select id from stripe_balance_txns t where campaign_id = ${campaignId} and (amount <> 0 or fee <> 0)
			and not exists (select from journals where stripe_txn = t.id)
		order by id limit ${sql.lit(NAMED)}`.execute(db);
	const { rows: orphans } = await sql<{ n: number }>`
		select count(*) as n from postings p where campaign_id = ${campaignId}
			and not exists (select from journals where seq = p.journal_seq)`.execute(db);
	const postings = orphans[0]?.n ?? 0;
	return [
		...journals.map(({ key }): Fault => ({ what: "unlinked", key })),
		...txns.map(({ id }): Fault => ({ what: "unposted", txn: id })),
		...(postings > 0 ? [{ what: "orphaned", postings } as const] : []),
	];
}

/** The balances that are not the sums of their postings. */
async function wrongBalances(db: Db, campaignId: number, sums: ReadonlyMap<string, bigint>): Promise<Fault[]> {
	const { rows } = await sql<{ account: string; currency: string; kept: string }>`
		select a.code as account, a.currency, coalesce(b.balance, 0)::text as kept
		from ledger_accounts a left join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${campaignId} order by a.id`.execute(db);
	return rows.flatMap(({ account, currency, kept }): Fault[] => {
		const summed = String(sums.get(`${account} ${currency}`) ?? 0n);
		return kept === summed ? [] : [{ what: "balance", account, currency, kept, summed }];
	});
}
