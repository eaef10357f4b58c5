import type { Db } from "#db/client.ts";
import type { Link } from "./chain.ts";

/** Where the log ends, to be written down elsewhere: that row and all before it can then not be cut off or changed. */
export async function readHead(db: Db): Promise<Link> {
	return db.selectFrom("audit_head").select(["seq", "hash"]).executeTakeFirstOrThrow();
}

/** A link as it is printed and typed: `1200:HEX`. */
export function printLink({ seq, hash }: Link): string {
	return `${seq}:${hash.toString("hex")}`;
}

/** Reads what `printLink` wrote; null for anything else. */
export function readLink(text: string): Link | null {
	const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? [];
	return seq && hash ? { seq: Number(seq), hash: Buffer.from(hash, "hex") } : null;
}
