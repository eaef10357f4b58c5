import { sql } from "kysely";
import { domainFingerprint, type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { Db } from "#db/client.ts";
import type { Blocked } from "./read-block.server.ts";

export interface Block {
	id: number;
	kind: string;
	/** The network or the domain; an address is not kept. */
	about: string | null;
	reason: string;
	createdOn: string;
	/** The last day on which it holds; null for good. */
	expiresOn: string | null;
}

/**
 * Blocks a network (its posts are quarantined), a domain or an address (they get no mail, and what they
 * confirm is quarantined). Blocking again changes reason and end. Of an address only the fingerprint is kept.
 * @param addressKey the installation's, from `emails/address-key.ts`
 * @param until the last day on which it holds, as 2026-12-31
 * @returns the block's number
 */
export async function addBlock(
	db: Db,
	addressKey: FingerprintKey,
	blocked: Blocked,
	{ reason, until = null }: { reason: string; until?: string | null },
): Promise<number> {
	const conflict = sql.ref(blocked.kind === "network" ? "network" : "fingerprint");
	const { rows } = await sql<{ id: number }>`
		with added as (
			insert into blocks (kind, network, domain, fingerprint, reason, expires_on)
			values (${blocked.kind},
				network(${blocked.kind === "network" ? blocked.network : null}::inet),
				${blocked.kind === "domain" ? blocked.domain : null}::text,
				${printOf(addressKey, blocked)}::bytea, ${reason}, ${until}::date)
			on conflict (${conflict}) do update set reason = excluded.reason, expires_on = excluded.expires_on
			returning id, fingerprint, expires_on),
		suppressed as (
			insert into email_suppressions (fingerprint, scope, reason, expires_on)
			select fingerprint, 'all', 'blocked', expires_on from added where fingerprint is not null
			on conflict (fingerprint, scope, reason) do update set expires_on = excluded.expires_on)
		select id from added`.execute(db);
	const [added] = rows;
	if (!added) throw new Error("the block was not added");
	return added.id;
}

function printOf(key: FingerprintKey, blocked: Blocked): Buffer | null {
	if (blocked.kind === "address") return fingerprint(key, blocked.address);
	return blocked.kind === "domain" ? domainFingerprint(key, blocked.domain) : null;
}

/** Every block, those that have ended too, oldest first. */
export async function listBlocks(db: Db): Promise<Block[]> {
	return db
		.selectFrom("blocks")
		.select([
			"id",
			"kind",
			sql<string | null>`coalesce(network::text, domain)`.as("about"),
			"reason",
			"created_on as createdOn",
			"expires_on as expiresOn",
		])
		.orderBy("id")
		.execute();
}

/** Ends a block; what it has quarantined stays so. Gives whether there was one of that number. */
export async function removeBlock(db: Db, id: number): Promise<boolean> {
	const { rows } = await sql<{ id: number }>`
		with removed as (delete from blocks where id = ${id} returning id, fingerprint),
		mailed as (
			delete from email_suppressions
			where reason = 'blocked' and fingerprint in (select fingerprint from removed))
		select id from removed`.execute(db);
	return rows.length > 0;
}
