import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type Break, breakAt, type ChainedRow, type Link } from "./chain.ts";
import { readHead } from "./head.server.ts";

/** Rows read at a time: what a verification holds in memory, however long the log. */
const BATCH = 2_000;

/** What a verification found. */
export type Verified =
	| { state: "whole"; rows: number; head: Link }
	/** The first row that is wrong, or that is not there. `pruned`: the known head's row, and it may well be too old. */
	| { state: "broken"; seq: number; why: Break | "cut off" | "beyond the head" | "another head" | "pruned" };

/** Every row's number, its moment in microseconds and its values as they are stored, after a number. */
function readChain(db: Db, after: number, limit = BATCH): Promise<ChainedRow[]> {
	return sql<ChainedRow>`
		select seq::text as seq, (extract(epoch from at) * 1000000)::bigint::text as at, actor::text as actor, act,
			campaign_id::text as "campaignId", about, figures::text as figures, hash
		from audit_log where seq > ${after} order by audit_log.seq limit ${sql.lit(limit)}`
		.execute(db)
		.then(({ rows }) => rows);
}

/**
 * Recomputes the log from its last pruned row to its head, in one snapshot and with bounded memory.
 * @param known a head that was written down earlier: the chain has to pass through it, unless it has been pruned since
 * @param onRows hears how many rows have been read
 */
export async function verifyAudit(db: Db, known?: Link, onRows?: (rows: number) => void): Promise<Verified> {
	return db
		.transaction()
		.setIsolationLevel("repeatable read")
		.setAccessMode("read only")
		.execute((snapshot) => verifySnapshot(snapshot, known, onRows));
}

/** As `verifyAudit`, of what the transaction at hand sees. */
export async function verifySnapshot(db: Db, known?: Link, onRows?: (rows: number) => void): Promise<Verified> {
	const head = await readHead(db);
	let last: Link = await db.selectFrom("audit_checkpoint").select(["seq", "hash"]).executeTakeFirstOrThrow();
	const first = last.seq;
	if (known && known.seq < first) return { state: "broken", seq: known.seq, why: "pruned" };
	for (;;) {
		const wrong = differs(last, known);
		if (wrong) return wrong;
		const rows = await readChain(db, last.seq);
		for (const row of rows) {
			const why = breakAt(last, row);
			if (why) return { state: "broken", seq: why === "missing" ? last.seq + 1 : Number(row.seq), why };
			last = { seq: Number(row.seq), hash: row.hash };
			const wrong = differs(last, known);
			if (wrong) return wrong;
		}
		onRows?.(last.seq - first);
		if (rows.length === 0) break;
	}
	return atItsEnd(last, head, known) ?? { state: "whole", rows: last.seq - first, head };
}

function differs(last: Link, known?: Link): Verified | undefined {
	return known?.seq === last.seq && !known.hash.equals(last.hash)
		? { state: "broken", seq: last.seq, why: "another head" }
		: undefined;
}

function atItsEnd(last: Link, head: Link, known?: Link): Verified | undefined {
	if (last.seq < Math.max(head.seq, known?.seq ?? 0)) return { state: "broken", seq: last.seq + 1, why: "cut off" };
	if (last.seq > head.seq) return { state: "broken", seq: head.seq + 1, why: "beyond the head" };
	return head.hash.equals(last.hash) ? undefined : { state: "broken", seq: last.seq, why: "another head" };
}
