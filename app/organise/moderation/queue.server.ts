import { type RawBuilder, sql } from "kysely";
import type { App } from "#app/context.ts";
import { fallbackLocale, type Locale } from "#app/i18n/translate.ts";
import type { Flag } from "#app/moderation/flags.ts";
import { moveItem } from "#app/moderation/queue.server.ts";
import type { Moved } from "#app/moderation/transition.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";
import { sendAnswer } from "./answers.server.ts";
import { type Decision, decisionsOf } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** An item of the queue as the list shows it. */
export interface Item {
	id: string;
	kind: string;
	subjectId: string;
	locale: Locale;
	flags: Flag[];
	secondNeeded: boolean;
	first: boolean;
	revision: number;
	/** Hours that it has waited. */
	hours: number;
	/** Whose it is to read now. */
	claim: "mine" | "anothers" | "nobodys";
	/** Minutes that are left of a claim. */
	left: number;
	/** Somebody said that it may be shown: whether that was the asker. */
	shownFirst: "mine" | "anothers" | null;
}

/** Items that a page lists at most. */
const MOST = 100;

/** What waits in a campaign's queue: the first of it, and how many more. */
export interface Waiting {
	items: Item[];
	more: number;
}

/**
 * What waits in a campaign's queue, what is urgent first, then the oldest.
 * @param locale only what is written in this language
 */
export async function waiting(db: Db, campaignId: number, by: string, locale: Locale | null = null): Promise<Waiting> {
	const rows = await read(db, campaignId, by, sql`${locale}::text is null or locale = ${locale}`);
	return { items: rows.map(({ total: _, ...item }) => item), more: (rows[0]?.total ?? 0) - rows.length };
}

/** One item of a campaign that waits; undefined when there is none of that id. */
export async function waitingItem(db: Db, campaignId: number, by: string, id: string): Promise<Item | undefined> {
	const [item] = await read(db, campaignId, by, sql`id = ${id}`);
	return item;
}

async function read(db: Db, campaignId: number, by: string, which: RawBuilder<unknown>) {
	const { rows } = await sql<Item & { total: number }>`
		select count(*) over () as total, id, kind, subject_id as "subjectId", locale, flags, second_needed as "secondNeeded", first, revision,
			floor(extract(epoch from now() - since) / 3600)::int as hours,
			case when state <> 'claimed' or claimed_until <= now() then 'nobodys' when claimed_by = ${by} then 'mine'
				else 'anothers' end as claim,
			coalesce(greatest(0, ceil(extract(epoch from claimed_until - now()) / 60)), 0)::int as left,
			case shown_first_by when ${by} then 'mine' else case when shown_first_by is not null then 'anothers' end end
				as "shownFirst"
		from review_items
		where campaign_id = ${campaignId} and state <> 'decided' and (${which})
		order by first desc, since, id limit ${MOST}`.execute(db);
	return rows;
}

/** Of an item whose subject is not there any more. */
const gone: Decision = { name: "gone", label: "organise.decide.gone", outcome: "close" };

interface At {
	campaignId: number;
	id: string;
}

/** Claims an item for a quarter of an hour, or gives it back. Undefined when the campaign has none of that id. */
export async function claimItem(db: Db, item: At, by: string, to: "claim" | "give-back"): Promise<Moved | undefined> {
	return inTransaction(db, async (trx) => {
		const result = await moveItem(trx, item, by, { to });
		if (result && "is" in result.moved)
			await record(trx, item, by, to === "claim" ? "item.claimed" : "item.given-back", { kind: result.kind });
		return result?.moved;
	});
}

/**
 * Claims the next item that this moderator can still do something about; undefined when there is none.
 * @param locale only of what is written in this language
 */
export async function claimNext(
	db: Db,
	campaignId: number,
	by: string,
	locale: Locale | null = null,
): Promise<string | undefined> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: string }>`
			select id from review_items
			where campaign_id = ${campaignId} and state <> 'decided' and shown_first_by is distinct from ${by}
				and (state = 'open' or claimed_until <= now() or claimed_by = ${by})
				and (${locale}::text is null or locale = ${locale})
			order by first desc, since, id limit 1 for update skip locked`.execute(trx);
		const [next] = rows;
		if (!next) return undefined;
		const item = { campaignId, id: next.id };
		const claimed = await moveItem(trx, item, by, { to: "claim" });
		await record(trx, item, by, "item.claimed", { kind: claimed?.kind ?? "" });
		return next.id;
	});
}

export interface Decided {
	moved: Moved;
	/** Whether an answer was sent, where one was asked for. */
	answered: boolean;
}

/**
 * Decides about an item: what becomes of it and of its subject, the answer and the record are one transaction.
 * @param name of one of the kind's decisions
 * @param revision the one that was read
 * @param answer a ready answer's id, to be sent along
 * @returns undefined when there is no such item or decision
 */
export async function decideItem(
	app: App,
	item: At,
	by: string,
	{ name, revision, answer, origin }: { name: string; revision: number; answer: string | null; origin: string },
): Promise<Decided | undefined> {
	const row = await subjectOf(app.db, item);
	const kind = row && kinds[row.kind];
	if (!kind) return undefined;
	// What its page does not offer is not decided: what is there is not said to be gone.
	const view = await kind.view(app, item.campaignId, row.subjectId, fallbackLocale);
	const decision = (view ? decisionsOf(kind, view) : [gone]).find((known) => known.name === name);
	if (!decision) return undefined;
	const kindName = row.kind;
	const decided = await inTransaction(app.db, async (trx): Promise<Decided | undefined> => {
		const result = await moveItem(trx, item, by, { to: "decide", outcome: decision.outcome, revision }, name);
		if (!result || "refused" in result.moved) return result && { moved: result.moved, answered: false };
		let answered = false;
		if (result.moved.is === "decided") {
			const { subjectId } = result;
			const to = answer === null ? null : await kind.addressee?.(app, trx, item.campaignId, subjectId);
			if (answer !== null && to)
				answered = await sendAnswer(app, trx, { ...item, kind: kindName, subjectId }, answer, to, origin);
			if (decision !== gone) await kind.decide(app, trx, item.campaignId, subjectId, decision, { id: by });
		}
		const acts = { show: "item.shown", hide: "item.hidden", close: "item.closed" } as const;
		const act = result.moved.is === "first-shown" ? "item.shown-first" : acts[decision.outcome];
		await record(trx, item, by, act, { kind: kindName, decision: name, ...(answered && { answered: 1 }) });
		return { moved: result.moved, answered };
	});
	if (decided && "is" in decided.moved) app.pagesChanged("at once");
	if (decided?.answered) app.wakeMailer();
	return decided;
}

async function subjectOf(db: Db, { campaignId, id }: At): Promise<{ kind: string; subjectId: string } | undefined> {
	return db
		.selectFrom("review_items")
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.select(["kind", "subject_id as subjectId"])
		.executeTakeFirst();
}

function record(db: Db, { campaignId, id }: At, actor: string, act: Act, figures: Record<string, string | number>) {
	return recordAct(db, { actor, act, campaignId, about: id, figures });
}
