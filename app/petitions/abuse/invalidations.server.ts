import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type InvalidationRule, ruleSchema } from "./invalidation-rule.server.ts";
import { matching } from "./matching.server.ts";

/** One invalidation as the operator sees it. */
export interface Invalidation {
	id: number;
	state: "preview" | "running" | "done" | "cancelled" | "undoing" | "undone";
	/** Signatures that the rule found, that have been taken out, and that were brought back. */
	matched: number;
	invalidated: number;
	restored: number;
}

const columns = sql`id, state, matched, invalidated, restored`;

/** Writes down a rule and how many signatures it finds now; changes none of them. */
export async function previewInvalidation(db: Db, petitionId: number, rule: InvalidationRule): Promise<Invalidation> {
	const { rows } = await sql<Invalidation>`
		insert into invalidations (petition_id, rule, state, matched)
		select ${petitionId}, ${JSON.stringify(rule)}::jsonb, 'preview', count(*) from signatures
		where ${matching(petitionId, rule)}
		returning ${columns}`.execute(db);
	const [preview] = rows;
	if (!preview) throw new Error("the preview was not written");
	return preview;
}

/** How many signatures a preview of this campaign found; null when there is none such, or it is one no longer. */
export async function findPreview(db: Db, id: number, campaignId: number | null): Promise<{ matched: number } | null> {
	const { rows } = await sql<{ matched: number }>`
		select i.matched from invalidations i join petitions p on p.id = i.petition_id
		where i.id = ${id} and i.state = 'preview' and p.campaign_id = ${campaignId}`.execute(db);
	return rows[0] ?? null;
}

/** How many signatures of this campaign an invalidation keeps out that could be brought back; null when it keeps none. */
export async function findUndoable(
	db: Db,
	id: number,
	campaignId: number | null,
): Promise<{ invalidated: number } | null> {
	const { rows } = await sql<{ invalidated: number }>`
		select i.invalidated - i.restored as invalidated from invalidations i join petitions p on p.id = i.petition_id
		where i.id = ${id} and p.campaign_id = ${campaignId} and i.state in ('running', 'done', 'cancelled', 'undoing')
			and i.invalidated > i.restored`.execute(db);
	return rows[0] ?? null;
}

/**
 * Fixes which signatures a preview's rule takes out: those that it finds at this moment, in one statement.
 * Signatures that come later are another invalidation's. Anything but a preview stays as it is.
 */
export async function beginInvalidation(db: Db, id: number): Promise<void> {
	const preview = await db
		.selectFrom("invalidations")
		.select(["petition_id", "rule"])
		.where("id", "=", id)
		.executeTakeFirst();
	if (!preview) return;
	await sql`
		with preview as (select id from invalidations where id = ${id} and state = 'preview' for update),
		found as (
			insert into invalidation_items (invalidation_id, signature_id)
			select ${id}, s.id from preview, signatures s
			where ${matching(preview.petition_id, ruleSchema.parse(preview.rule))}
			returning signature_id)
		update invalidations set state = 'running', matched = (select count(*) from found)
		where id in (select id from preview)`.execute(db);
}

/** Lets what is begun be undone, whether it has come to its end or not. Gives whether there is something to undo. */
export async function beginUndoing(db: Db, id: number): Promise<boolean> {
	const { rows } = await sql`
		update invalidations set state = 'undoing'
		where id = ${id} and state in ('running', 'done', 'cancelled', 'undoing') returning id`.execute(db);
	return rows.length > 0;
}

/** Ends one that has not come to its end; what it has taken out stays out until it is undone. */
export async function cancelInvalidation(db: Db, id: number): Promise<boolean> {
	const { rows } = await sql`
		update invalidations set state = 'cancelled', done_on = current_date
		where id = ${id} and state in ('preview', 'running') returning id`.execute(db);
	return rows.length > 0;
}

/** The invalidations of a petition, newest first. */
export async function listInvalidations(db: Db, slug: string): Promise<(Invalidation & { createdOn: string })[]> {
	const { rows } = await sql<Invalidation & { createdOn: string }>`
		select ${columns}, created_on as "createdOn" from invalidations
		where petition_id = (select id from petitions where slug = ${slug})
		order by id desc`.execute(db);
	return rows;
}
