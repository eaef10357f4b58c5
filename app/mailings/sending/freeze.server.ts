import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { isMailingKind } from "#emails/mailing-kinds.ts";
import { type Addressed, fedUp, suppressedNow, takenIn } from "./audience.server.ts";
import type { Audience } from "./mailing.server.ts";

/** About so many are written by one statement: far below the worker's limit of a minute, and its locks stay short. */
const AT_ONCE = 100_000;
/** Parts that are written side by side: Postgres has one process for each. */
const LANES = 2;

/**
 * Writes a row for everybody who gets a mailing, from whom it is then sent. Again, after a crash or by another worker
 * at the same time, it adds none. In the order of the subscriptions' ids, which are random: providers, languages and
 * countries come mixed.
 * @param maxUpdates MAIL_MAX_UPDATES
 * @returns how many get it; null when it is not to be frozen, or another worker does it
 */
export async function freezeAudience(db: Db, id: number, maxUpdates: number): Promise<number | null> {
	const held = await subscriptionsOf(db, id);
	const parts = Math.max(1, Math.ceil(held / AT_ONCE));
	let next = 0;
	const lane = async () => {
		for (let part = next++; part < parts; part = next++) {
			const frozen = await inTransaction(db, async (trx) => {
				const addressed = await toFreeze(trx, id, "share");
				if (addressed) await freezePart(trx, id, addressed, { part, parts, maxUpdates });
				return addressed !== null;
			});
			if (!frozen) return false;
		}
		return true;
	};
	const frozen = await Promise.all(Array.from({ length: Math.min(LANES, parts) }, lane));
	if (frozen.includes(false)) return null;
	return inTransaction(db, async (trx) => {
		if (!(await toFreeze(trx, id, "update"))) return null;
		const { rows } = await sql<{ total: number }>`
			update email_messages set frozen_at = now(),
				total = (select count(*) from email_deliveries where message_id = ${id}::int)
			where id = ${id} returning total`.execute(trx);
		return rows[0]?.total ?? null;
	});
}

async function subscriptionsOf(db: Db, id: number): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from subscriptions
		where campaign_id = (select campaign_id from email_messages where id = ${id}::int)`.execute(db);
	return rows[0]?.n ?? 0;
}

/**
 * Whom a mailing is for; null when it is not to be frozen now. Nobody starts, pauses or ends it meanwhile.
 * @param lock `share` lets others write their parts of it
 */
async function toFreeze(trx: Db, id: number, lock: "share" | "update"): Promise<Addressed | null> {
	const row = await trx
		.selectFrom("email_messages")
		.where("id", "=", id)
		.where("lane", "=", "bulk")
		.where("status", "=", "scheduled")
		.where("frozen_at", "is", null)
		.select(["campaign_id", "kind", "audience"])
		.$if(lock === "share", (query) => query.forShare())
		.$if(lock === "update", (query) => query.forUpdate())
		.skipLocked()
		.executeTakeFirst();
	if (!row || row.campaign_id === null || !isMailingKind(row.kind)) return null;
	return { campaignId: row.campaign_id, kind: row.kind, audience: row.audience as Audience };
}

interface Part {
	/** From 0. */
	part: number;
	parts: number;
	maxUpdates: number;
}

async function freezePart(trx: Db, id: number, addressed: Addressed, { part, parts, maxUpdates }: Part) {
	await sql`
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket)
		select ${id}::int, 'bulk', s.id, coalesce(s.domain_bucket, 20) from subscriptions s
		where ${takenIn(addressed)} and not ${suppressedNow}
			and s.id between ${edge(part, parts)}::uuid and ${edge(part + 1, parts, "f")}::uuid
			and not exists (select from (${fedUp(addressed, maxUpdates)}) f where f.subject_id = s.id)
		order by s.id
		on conflict (subject_id, message_id) do nothing`.execute(trx);
}

/**
 * Where a part of all uuids begins, or ends (`f`): they are random, so parts are alike. Only the first 32 bits tell.
 */
function edge(part: number, parts: number, rest: "0" | "f" = "0"): string {
	const first = Math.ceil((part * 2 ** 32) / parts) - (rest === "f" ? 1 : 0);
	return `${first.toString(16).padStart(8, "0")}-0000-0000-0000-000000000000`.replace(/(?<=-.*)0/g, rest);
}
