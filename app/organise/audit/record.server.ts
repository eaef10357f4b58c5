import type { Db } from "#db/client.ts";
import type { Act } from "./acts.ts";

/** One act, without anything personal: Postgres refuses what is not an id, a slug, a number or a closed word. */
export interface Recorded {
	/** The organiser's id; null for the operator's tool and the worker. */
	actor: string | null;
	act: Act;
	/** Absent for what concerns no campaign. */
	campaignId?: number;
	/** An id, a slug or a path of them: lower case, digits, `-`, `.` and `/`. Never a name, an address or words. */
	about?: string;
	/** Numbers, and words of closed sets: lower case, digits and hyphens. */
	figures?: Readonly<Record<string, number | string>>;
}

/**
 * Appends to the audit log, in the transaction of what it records. Call it last in that transaction: others who append
 * wait until it commits.
 */
export async function recordAct(db: Db, { actor, act, campaignId, about, figures = {} }: Recorded): Promise<void> {
	await db
		.insertInto("audit_log")
		.values({
			actor,
			act,
			campaign_id: campaignId ?? null,
			about: about ?? null,
			figures: JSON.stringify(figures),
			// The trigger numbers, dates and chains the row; what stands here is not looked at.
			seq: 0,
			at: new Date(0),
			hash: Buffer.alloc(32),
		})
		.execute();
}
