import { createHash } from "node:crypto";

/** A row of audit_log, its values as text: Node's numbers and dates would round them. */
export interface ChainedRow {
	seq: string;
	/** Microseconds since 1970. */
	at: string;
	actor: string | null;
	act: string;
	campaignId: string | null;
	about: string | null;
	/** As Postgres writes its jsonb. */
	figures: string;
	/** 32 bytes. */
	hash: Buffer;
}

/** A place in the chain: a row's number and hash. */
export interface Link {
	seq: number;
	hash: Buffer;
}

/** The hash that a row must have: SHA-256 over the hash before and the row's fields, each with its length. */
function hashOf(before: Buffer, row: Omit<ChainedRow, "hash">): Buffer {
	const fields = [row.seq, row.at, row.actor, row.act, row.campaignId, row.about, row.figures];
	return createHash("sha256").update(before).update(fields.map(field).join("")).digest();
}

/** As `audit_field` of migration 0005 writes it: nothing moves from one field into the next. */
function field(value: string | null): string {
	return value === null ? "-," : `${Buffer.byteLength(value)}:${value},`;
}

/** What is wrong with the first row that does not follow from the one before. */
export type Break = "missing" | "altered";

/** Whether a later row follows a link; `missing` when rows between the two are not there. */
export function breakAt(before: Link, row: ChainedRow): Break | null {
	if (Number(row.seq) !== before.seq + 1) return "missing";
	return hashOf(before.hash, row).equals(row.hash) ? null : "altered";
}
