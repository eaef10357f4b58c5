import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import { peopleWords } from "./people.ts";
import { type WholeReport, wholeReport } from "./report.server.ts";

/** What a moderator decides of a report: all that waits is shown, the words alone are, or nothing of it is. */
export type ReportDecision = "show" | "words-only" | "refuse";

/** What a moderator reads of a report. */
export interface DeskReport extends WholeReport {
	picket: WholePicket;
	/** How many came, in words. */
	band: ReturnType<typeof peopleWords> | null;
}

/** A report for the desk of a campaign; undefined when there is none, or it is another campaign's. */
export async function reportForDesk(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	picketId: string,
): Promise<DeskReport | undefined> {
	const picket = await findWhole(db, keys, picketId);
	if (picket?.campaignId !== campaignId) return undefined;
	const whole = await wholeReport(db, picketId);
	if (!whole.report && whole.photos.length === 0) return undefined;
	return { picket, ...whole, band: whole.report && peopleWords(whole.report.people) };
}

/**
 * Does what was decided of a report. What is refused of photos is deleted, so that nothing brings it back; what is shown
 * appears two hours after the end at the earliest, however early this was decided.
 */
export async function decideReport(
	trx: Db,
	campaignId: number,
	picketId: string,
	decision: ReportDecision,
): Promise<void> {
	const own = sql`picket_id in (select id from pickets where id = ${picketId} and campaign_id = ${campaignId})`;
	await sql`update picket_reports set state = ${decision === "refuse" ? "refused" : "shown"} where ${own}`.execute(trx);
	await (decision === "show"
		? sql`update picket_photos set state = 'shown' where state = 'waiting' and ${own}`
		: sql`update picket_photos set state = 'refused', bytes = null
			where (state = 'waiting' or ${decision === "refuse"}) and ${own}`
	).execute(trx);
}

/** Takes one photo away, shown or waiting. @returns false when the campaign has none of that id */
export async function refusePhoto(trx: Db, campaignId: number, id: string): Promise<boolean> {
	const { numAffectedRows } = await sql`
		update picket_photos f set state = 'refused', bytes = null from pickets p
		where f.id = ${id} and f.state <> 'refused' and p.id = f.picket_id and p.campaign_id = ${campaignId}`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** Photos of a campaign that have been let through, the newest picket's first, for who may have to take one away. */
export async function photosOf(db: Db, campaignId: number) {
	return db
		.selectFrom("picket_photos as f")
		.innerJoin("pickets as p", "p.id", "f.picket_id")
		.where("p.campaign_id", "=", campaignId)
		.where("f.state", "=", "shown")
		.orderBy("p.starts_at", "desc")
		.orderBy("p.id")
		.orderBy("f.number")
		.limit(100)
		.select(["f.id", "f.alternative", "f.width", "f.height", "p.locale as language", sql<"shown">`f.state`.as("state")])
		.execute();
}
