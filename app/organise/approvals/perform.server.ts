import { sql } from "kysely";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { Action, Agreed, Performed, Performer } from "./action.ts";
import { type ActionName, actionOf, actions, isAction } from "./actions.server.ts";
import { areApart } from "./apart.server.ts";
import { figure } from "./approvals.server.ts";

const EVERY_MS = 1_000;
/** Seconds after which what a worker began and did not end is begun again. */
const AGAIN_AFTER = 60;
const STILL_AT_IT_MS = 20_000;

const known = Object.keys(actions).filter(isAction);
const whileLocked = known.filter((name) => actionOf(name).whileLocked);
/** What takes a moment, and what may take minutes: the one never waits for the other. */
const lanes = [known.filter((name) => !actionOf(name).work), known.filter((name) => actionOf(name).work)];

/** Performs what is due and ends what nobody agreed to, until stopped. Any number of workers may do so at once. */
export function startPerforming(performer: Performer): { stop(): Promise<void> } {
	const says = { failing: "what two organisers agreed to is not performed", again: "it is performed again" };
	const loops = lanes.map((lane) =>
		repeat(performer.log, { every: EVERY_MS, round: (signal) => performLane(performer, lane, signal), says }),
	);
	return {
		async stop() {
			await Promise.all(loops.map((loop) => loop.stop()));
		},
	};
}

/**
 * Performs everything that is due now, each once, whoever is killed when.
 * @param againAfter seconds after which what another worker began is begun again
 */
export async function performDue(performer: Performer, signal: AbortSignal, againAfter = AGAIN_AFTER): Promise<void> {
	await Promise.all(lanes.map((lane) => performLane(performer, lane, signal, againAfter)));
}

/** One after the other of a lane. */
async function performLane(
	performer: Performer,
	lane: readonly ActionName[],
	signal: AbortSignal,
	againAfter = AGAIN_AFTER,
): Promise<void> {
	await expire(performer.db);
	while (!signal.aborted) {
		const due = await claim(performer.db, lane, againAfter);
		if (!due) return;
		await perform(performer, due, signal);
	}
}

/** What nobody agreed to in its seven days. */
async function expire(db: Db): Promise<void> {
	await inTransaction(db, async (trx) => {
		const { rows } = await sql<{ action: string; subject: string; campaign_id: number | null }>`
			update approvals set state = 'expired', ended_at = now()
			where state = 'asked' and expires_at <= now() returning action, subject, campaign_id`.execute(trx);
		for (const { action, subject, campaign_id } of rows)
			await recordAct(trx, {
				actor: null,
				act: "approval.expired",
				campaignId: campaign_id ?? undefined,
				about: subject,
				figures: isAction(action) ? { action: figure(action) } : {},
			});
	});
}

type Due = Agreed & { action: ActionName };

/** The next of a lane that is due; while sessions are locked nothing goes on but what may lift that. */
async function claim(db: Db, lane: readonly ActionName[], againAfter: number): Promise<Due | undefined> {
	const { rows } = await sql<Due>`
		update approvals set tried_at = now()
		where id = (
			select id from approvals
			where state = 'agreed' and not_before <= now() and action = any (${lane})
				and (tried_at is null or tried_at <= now() - make_interval(secs => ${againAfter}))
				and (action = any (${whileLocked}) or not exists (select from site_locks where what = 'sessions'))
			order by not_before, id limit 1 for update skip locked)
		returning id, action, campaign_id as "campaignId", subject, asked_by as "askedBy", agreed_by as "agreedBy"`.execute(
		db,
	);
	return rows[0];
}

async function perform({ ...performer }: Performer, due: Due, signal: AbortSignal): Promise<void> {
	const action = actionOf(due.action);
	if (!(await stillTheirs(performer.db, due, action))) return end(performer.db, due, async () => lost);
	// A role that was given or taken since they agreed can have changed by whom they came.
	if (action.apart && !(await areApart(performer.db, due.campaignId, due.askedBy, due.agreedBy)))
		return end(performer.db, due, async () => ({ state: "failed", reason: "one-hand" }));
	const worked = action.work && (await atIt(performer.db, due.id, action.work(performer, due, signal)));
	if (worked?.state === "interrupted") return;
	if (worked?.state === "failed") return end(performer.db, due, async () => worked);
	await end(performer.db, due, async (trx) => (await action.perform?.(trx, due)) ?? worked ?? { state: "done" });
}

const lost: Performed = { state: "failed", reason: "role-lost" };

/** Whether both still have the roles by which they asked and agreed: whoever was shut out meanwhile moves nothing. */
async function stillTheirs(db: Db, { askedBy, agreedBy, campaignId }: Due, { ask, agree }: Action): Promise<boolean> {
	const has = (id: string, roles: readonly string[]) => sql<boolean>`exists (
		select from campaign_roles r join organisers o on o.id = r.organiser_id
		where o.id = ${id} and o.state = 'active' and r.role = any (${roles})
			and r.campaign_id = coalesce(${campaignId}::int, r.campaign_id))`;
	const { rows } = await sql<{ theirs: boolean }>`
		select ${has(askedBy, ask)} and ${has(agreedBy, agree)} as theirs`.execute(db);
	return rows[0]?.theirs ?? false;
}

/** Says of long work that it goes on, so that no other worker begins it too. */
async function atIt<Result>(db: Db, id: string, work: Promise<Result>): Promise<Result> {
	const say = () => void sql`update approvals set tried_at = now() where id = ${id}`.execute(db).catch(() => undefined);
	const timer = setInterval(say, STILL_AT_IT_MS);
	try {
		return await work;
	} finally {
		clearInterval(timer);
	}
}

/** Ends it. Where Postgres refuses it to these two it has failed, and can be asked for anew: begun again it would be refused again. */
async function end(db: Db, due: Due, last: (trx: Db) => Promise<Performed>): Promise<void> {
	try {
		await endBy(db, due, last);
	} catch (error) {
		if (!isOfTwo(error)) throw error;
		await endBy(db, due, async () => ({ state: "failed", reason: "not-two" }));
	}
}

/** Whether a rule of two people refused it (SQLSTATE 23514, Postgres, appendix A); their names end alike. */
function isOfTwo(error: unknown): boolean {
	if (!(error instanceof Error && "code" in error && "constraint" in error)) return false;
	return error.code === "23514" && /_by_two$/.test(String(error.constraint));
}

/** The one transaction in which it happens and is marked: what was stopped, or done by another worker, stays as it is. */
async function endBy(db: Db, due: Due, last: (trx: Db) => Promise<Performed>): Promise<void> {
	await inTransaction(db, async (trx) => {
		const { rows } = await sql`select from approvals where id = ${due.id} and state = 'agreed' for update`.execute(trx);
		if (rows.length === 0) return;
		const performed = await last(trx);
		const reason = performed.state === "failed" ? performed.reason : null;
		await sql`
			update approvals set state = ${performed.state}, reason = ${reason}, ended_at = now() where id = ${due.id}`.execute(
			trx,
		);
		await recordAct(trx, {
			actor: null,
			act: `approval.${performed.state}`,
			campaignId: due.campaignId ?? undefined,
			about: due.subject,
			figures: {
				action: figure(due.action),
				...(performed.state === "done" ? performed.figures : { reason: performed.reason }),
			},
		});
	});
}
