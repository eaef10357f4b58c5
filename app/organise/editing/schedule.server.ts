import { sql } from "kysely";
import { lockTexts } from "#app/campaigns/versions.server.ts";
import type { Logger } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { publishVersion } from "./publish.server.ts";

/** A version to be published at a time. */
export interface Scheduling {
	campaignId: number;
	versionId: number;
	/** The organiser's id. */
	actor: string;
	dueAt: Date;
}

/**
 * Schedules a version; what was scheduled for that document and language before is off.
 * @param trx a transaction
 * @returns `past` for a time that has gone by, `gone` for a version that is none of this campaign's
 */
export async function scheduleVersion(
	trx: Db,
	{ campaignId, versionId, actor, dueAt }: Scheduling,
): Promise<"scheduled" | "past" | "gone"> {
	await lockTexts(trx, campaignId);
	const version = await trx
		.selectFrom("text_versions as v")
		.innerJoin("texts as t", "t.id", "v.text_id")
		.where("v.id", "=", versionId)
		.where("t.campaign_id", "=", campaignId)
		.where("t.removed_at", "is", null)
		.select(["v.text_id", "v.locale", "v.number", "t.path", sql<boolean>`${dueAt} > now()`.as("ahead")])
		.executeTakeFirst();
	if (!version) return "gone";
	if (!version.ahead) return "past";
	const due = { version_id: versionId, due_at: dueAt, asked_by: actor, problem: null };
	await trx
		.insertInto("text_schedules")
		.values({ text_id: version.text_id, locale: version.locale, ...due })
		.onConflict((conflict) => conflict.columns(["text_id", "locale"]).doUpdateSet(due))
		.execute();
	const about = `${version.locale}/${version.path}`;
	await recordAct(trx, { actor, act: "text.scheduled", campaignId, about, figures: { version: version.number } });
	return "scheduled";
}

/**
 * Takes back what was scheduled, or what could not be published.
 * @param trx a transaction
 * @returns false where nothing was
 */
export async function cancelSchedule(
	trx: Db,
	{ campaignId, path, locale, actor }: { campaignId: number; path: string; locale: string; actor: string | null },
): Promise<boolean> {
	await lockTexts(trx, campaignId);
	const cancelled = await trx
		.deleteFrom("text_schedules")
		.where("locale", "=", locale)
		.where("text_id", "in", (q) =>
			q.selectFrom("texts").where("campaign_id", "=", campaignId).where("path", "=", path).select("id"),
		)
		.returning("text_id")
		.executeTakeFirst();
	if (!cancelled) return false;
	await recordAct(trx, { actor, act: "text.schedule-cancelled", campaignId, about: `${locale}/${path}` });
	return true;
}

/**
 * Publishes what is due. However many workers come and whatever ends one of them, each version comes before readers once:
 * the transaction that publishes it takes it off the list.
 * While all sessions are locked nothing comes before readers, and what somebody scheduled who writes no longer is off.
 * @param signal ends it after the campaign in hand
 * @returns how many were published
 */
export async function publishDue(db: Db, signal?: AbortSignal): Promise<number> {
	if (await sessionsLocked(db)) return 0;
	const campaigns = await db
		.selectFrom("text_schedules as s")
		.innerJoin("texts as t", "t.id", "s.text_id")
		.where("s.problem", "is", null)
		.where("s.due_at", "<=", sql<Date>`now()`)
		.select("t.campaign_id")
		.distinct()
		.execute();
	let published = 0;
	for (const { campaign_id } of campaigns) {
		if (signal?.aborted || (await sessionsLocked(db))) break;
		published += await inTransaction(db, (trx) => publishDueOf(trx, campaign_id));
	}
	return published;
}

async function sessionsLocked(db: Db): Promise<boolean> {
	const lock = await db.selectFrom("site_locks").where("what", "=", "sessions").select("what").executeTakeFirst();
	return lock !== undefined;
}

/** Whether who scheduled it could still publish it. */
const stillTheirs = (campaignId: number) => sql<boolean>`exists (
	select from campaign_roles r join organisers o on o.id = r.organiser_id
	where o.id = s.asked_by and o.state = 'active' and r.campaign_id = ${campaignId} and r.role = 'writer')`;

/** In the order in which they are due: what else changes the campaign's words waits meanwhile. */
async function publishDueOf(trx: Db, campaignId: number): Promise<number> {
	await lockTexts(trx, campaignId);
	const due = await trx
		.selectFrom("text_schedules as s")
		.innerJoin("texts as t", "t.id", "s.text_id")
		.where("t.campaign_id", "=", campaignId)
		.where("s.problem", "is", null)
		.where("s.due_at", "<=", sql<Date>`now()`)
		.orderBy("s.due_at")
		.orderBy("s.version_id")
		.select(["s.version_id", "s.text_id", "s.locale", "t.path", stillTheirs(campaignId).as("theirs")])
		.execute();
	let published = 0;
	for (const { version_id, text_id, locale, path, theirs } of due) {
		if (!theirs) {
			await cancelSchedule(trx, { campaignId, path, locale, actor: null });
			continue;
		}
		const done = await publishVersion(trx, campaignId, version_id, null);
		if (done.outcome === "published") published++;
		if (done.outcome === "refused")
			await trx
				.updateTable("text_schedules")
				.set({ problem: done.problem })
				.where("text_id", "=", text_id)
				.where("locale", "=", locale)
				.execute();
	}
	return published;
}

const EVERY_MS = 15_000;

/** Publishes what is due, four times a minute, until stopped. */
export function startPublisher(db: Db, log: Logger): { stop(): Promise<void> } {
	return repeat(log, {
		every: EVERY_MS,
		round: (signal) => publishDue(db, signal),
		says: { failing: "cannot publish what is due: trying again", again: "publishing what is due again" },
	});
}
