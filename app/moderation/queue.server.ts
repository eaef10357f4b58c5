import { type RawBuilder, sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { Flag } from "./flags.ts";
import { type Move, type Moved, moved, type Standing } from "./transition.ts";

/** Minutes that a claimed item is one person's. */
const claimMinutes = 15;

/** Something that a person has to read before, or after, others can. */
export interface ForReview {
	campaignId: number;
	/** A kind of app/organise/moderation/kinds.ts. */
	kind: string;
	/** The id of its row. */
	subjectId: string;
	/** The language that it is written in. */
	locale: Locale;
	flags: readonly Flag[];
	/** Showing it takes two persons; what is flagged does, unless this says otherwise. */
	secondNeeded?: boolean;
	/** It comes before all others. */
	first?: boolean;
	/** Its words were changed: whoever has read the former ones decides nothing, and flags count anew. */
	changed?: boolean;
}

/** Puts something into a campaign's queue; once, however often it is called while it waits. */
export async function askForReview(db: Db, asked: ForReview): Promise<void> {
	const { campaignId, kind, subjectId, locale, flags, secondNeeded = flags.length > 0, first = false } = asked;
	const again = asked.changed
		? sql`do update set flags = excluded.flags, second_needed = excluded.second_needed, revision = i.revision + 1, shown_first_by = null,
			first = i.first or excluded.first`
		: sql`do nothing`;
	await sql`
		insert into review_items as i (campaign_id, kind, subject_id, locale, flags, second_needed, first)
		values (${campaignId}, ${kind}, ${subjectId}, ${locale}, ${[...flags]}::text[], ${secondNeeded}, ${first})
		on conflict (kind, subject_id) where state <> 'decided' ${again}`.execute(db);
}

/** `askForReview` of many of a campaign's in one statement, each once while it waits. */
export async function askForReviews(
	db: Db,
	{ campaignId, kind, locale }: Pick<ForReview, "campaignId" | "kind" | "locale">,
	subjects: readonly Pick<ForReview, "subjectId" | "flags">[],
): Promise<void> {
	if (subjects.length === 0) return;
	const rows = JSON.stringify(subjects.map(({ subjectId, flags }) => ({ id: subjectId, flags })));
	await sql`
		insert into review_items (campaign_id, kind, subject_id, locale, flags, second_needed)
		select ${campaignId}::int, ${kind}, id, ${locale}, flags, cardinality(flags) > 0
		from json_to_recordset(${rows}) as s (id uuid, flags text[])
		on conflict (kind, subject_id) where state <> 'decided' do nothing`.execute(db);
}

/**
 * As `askForReview`, for what needs no second person: a statement to stand as a part of a larger one.
 * @param subjects a query of `campaign_id`, `subject_id`, `locale` and `first`
 */
export function askingForReview(kind: string, subjects: RawBuilder<unknown>): RawBuilder<unknown> {
	return sql`
		insert into review_items (campaign_id, kind, subject_id, locale, first)
		select campaign_id, ${kind}, subject_id, locale, first from (${subjects}) s
		on conflict (kind, subject_id) where state <> 'decided' do nothing`;
}

/** Whether a campaign holds everything new: what trusted people post waits for a reader too. */
export async function holdsEverything(db: Db, campaignId: number): Promise<boolean> {
	const row = await db
		.selectFrom("campaign_moderation")
		.select("hold_new")
		.where("campaign_id", "=", campaignId)
		.executeTakeFirst();
	return row?.hold_new ?? false;
}

/** An item after a move: what became of it, and of what it is about. */
export interface MovedItem {
	moved: Moved;
	kind: string;
	subjectId: string;
	locale: Locale;
}

/**
 * Moves one item of a campaign: the one way in which its state changes, one mover after the other.
 * @param trx a transaction: what a decision does to its subject belongs to it
 * @param by the organiser's id
 * @param decision the word that the kind has for it, of a decision
 * @returns undefined when the campaign has no item of that id
 */
export async function moveItem(
	trx: Db,
	item: { campaignId: number; id: string },
	by: string,
	move: Move,
	decision?: string,
): Promise<MovedItem | undefined> {
	const { rows } = await sql<Standing & Omit<MovedItem, "moved">>`
		select kind, subject_id as "subjectId", locale, state, claimed_by as "claimedBy", second_needed as "secondNeeded",
			coalesce(claimed_until > now(), false) as "claimHolds", shown_first_by as "shownFirstBy", revision
		from review_items where id = ${item.id} and campaign_id = ${item.campaignId} for update`.execute(trx);
	const [found] = rows;
	if (!found) return undefined;
	const result = moved(found, move, by);
	if ("is" in result)
		await sql`update review_items set ${changeOf(result, by, move, decision)} where id = ${item.id}`.execute(trx);
	return { moved: result, kind: found.kind, subjectId: found.subjectId, locale: found.locale };
}

function changeOf(result: Exclude<Moved, { refused: unknown }>, by: string, move: Move, decision = "closed") {
	switch (result.is) {
		case "claimed":
			return sql`state = 'claimed', claimed_by = ${by}, claimed_until = now() + make_interval(mins => ${claimMinutes}::int)`;
		case "given-back":
			return sql`state = 'open', claimed_by = null, claimed_until = null`;
		case "first-shown":
			return sql`state = 'open', claimed_by = null, claimed_until = null, shown_first_by = ${by}`;
		case "decided":
			return sql`state = 'decided', claimed_by = null, claimed_until = null, decided_by = ${by}, decided_on = current_date,
				outcome = ${move.to === "decide" ? move.outcome : "close"}, decision = ${decision}`;
	}
}

/**
 * Closes what waits about subjects that need no reader any more: gone, or settled elsewhere. A statement to stand as a
 * part of a larger one.
 * @param subjects a query of subject ids
 */
export function closing(kind: string, subjects: RawBuilder<unknown>): RawBuilder<unknown> {
	return sql`
		update review_items set state = 'decided', claimed_by = null, claimed_until = null, outcome = 'close',
			decision = 'elsewhere', decided_on = current_date
		where kind = ${kind} and state <> 'decided' and subject_id in (${subjects})`;
}
