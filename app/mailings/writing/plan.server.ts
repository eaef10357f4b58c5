import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Audience, changeDraft, startMailing } from "../sending/mailing.server.ts";
import { isHidden } from "./look-over.server.ts";
import { findMailing } from "./mailing-row.server.ts";

/** Whom a mailing is for, and when it goes. */
export interface Plan {
	audience: Audience;
	/** Null for as soon as two have agreed. */
	startsAt: Date | null;
	/** At most a week. */
	spreadMinutes: number;
}

/** Changes the plan of a draft; what was agreed to before is void. @returns whether it was still a draft */
export function savePlan(db: Db, campaignId: number, id: number, plan: Plan): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const mailing = await findMailing(trx, campaignId, id, { lock: true });
		if (!mailing || !(await changeDraft(trx, id, { audience: plan.audience, renditions: mailing.renditions })))
			return false;
		const values = { starts_at: plan.startsAt, spread_minutes: plan.spreadMinutes, cleared: null };
		await trx
			.insertInto("mailing_plans")
			.values({ message_id: id, ...values })
			.onConflict((conflict) => conflict.column("message_id").doUpdateSet(values))
			.execute();
		return true;
	});
}

/** Notes that a mailing as it is, by its digest, was looked over and nothing stops it: only so can it be asked for. */
export async function clear(db: Db, id: number, digest: string): Promise<void> {
	await db
		.insertInto("mailing_plans")
		.values({ message_id: id, cleared: digest })
		.onConflict((conflict) => conflict.column("message_id").doUpdateSet({ cleared: digest }))
		.execute();
}

/**
 * Lets a mailing go as two have agreed to it, and no other.
 * @param trx a transaction
 * @param digest of what they agreed to
 * @returns `changed` when it is not that any more; `over` when it has been started or ended; `hidden` when its update
 *   was taken from its page meanwhile
 */
export async function startAgreed(
	trx: Db,
	campaignId: number,
	{ id, digest }: { id: number; digest: string },
): Promise<"started" | "changed" | "over" | "hidden"> {
	const mailing = await findMailing(trx, campaignId, id, { lock: true });
	if (mailing?.status !== "draft") return "over";
	if (mailing.digest !== digest || mailing.cleared !== digest) return "changed";
	if (mailing.update && (await isHidden(trx, campaignId, mailing.update.path))) return "hidden";
	const { startsAt, spreadMinutes } = mailing;
	const started = await startMailing(trx, id, { startsAt: startsAt ?? undefined, spreadMinutes });
	return started === "started" ? "started" : "over";
}
