import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changePicket } from "../change.server.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import { changesBetween, type PicketChange, type PicketFacts } from "../facts.ts";
import { isOfTimeAndPlace, shownOf } from "../proposal.ts";
import { instantsOf } from "../wall-time.ts";
import type { Host } from "./host.server.ts";
import { askForPicketReview } from "./review.server.ts";
import { isTrusted } from "./trust.server.ts";

/** Hours before the start from which on nobody can wait for a moderator. */
export const URGENT_HOURS = 3;
/** Hours from now within which the new start lies of what nobody can wait for: what is moved further away can wait. */
export const URGENT_NEW_HOURS = 24;

export type Submitted = "live" | "proposed" | "same" | "illegal" | "unknown";

/**
 * What a host changes: live at once and read after where the host is trusted, it is in no list, or it moves only time
 * and place and both starts are near; otherwise it is shown beside what stands until a moderator has decided. Nothing
 * of what is over is changed.
 */
export async function submitChange(db: Db, keys: KeyRing, host: Host, facts: PicketFacts): Promise<Submitted> {
	const { sealed } = host;
	if (host.state !== "active" || !sealed) return "unknown";
	return inTransaction(db, async (trx) => {
		const picket = await findWhole(trx, keys, host.picket.id, true);
		if (!picket) return "unknown";
		const now = await clockOf(trx);
		if (picket.endsAt <= now) return "illegal";
		const changes = changesBetween(picket.facts, facts);
		if (changes.length === 0) return (await withdrawProposal(trx, picket.id)) ? "live" : "same";
		const { locale } = sealed;
		const urgentStart = startOfUrgent(changes, facts, now);
		const urgent = picket.state === "listed" && urgentStart !== null && isUrgent(picket, urgentStart, now);
		if (picket.state === "listed" && !urgent && !(await isTrusted(trx, keys, picket.campaignId, sealed.email))) {
			await propose(trx, keys, picket, { facts, changes, urgentStart });
			await askForPicketReview(trx, keys, picket, { kind: "picket-change", facts, locale, changed: true });
			return "proposed";
		}
		const { state } = await changePicket(trx, keys, picket.id, { facts });
		if (state !== "changed") return state;
		await withdrawProposal(trx, picket.id);
		const kind = picket.state === "waiting" ? "picket" : "picket-change";
		await askForPicketReview(trx, keys, picket, { kind, facts, locale, changed: true, first: urgent });
		return "live";
	});
}

/** By the start that people know of, and the one that they would be told. */
function isUrgent({ startsAt }: WholePicket, newStart: Date, now: Date): boolean {
	const hoursTo = (start: Date) => (start.getTime() - now.getTime()) / 3_600_000;
	return hoursTo(startsAt) < URGENT_HOURS && hoursTo(newStart) < URGENT_NEW_HOURS;
}

/** The new start of a change of time and place alone; null for every other, and for what would be over already. */
function startOfUrgent(changes: readonly PicketChange[], facts: PicketFacts, now: Date): Date | null {
	if (!isOfTimeAndPlace(changes)) return null;
	const at = instantsOf(facts);
	return "startsAt" in at && at.endsAt > now ? at.startsAt : null;
}

interface Proposed {
	facts: PicketFacts;
	changes: readonly PicketChange[];
	urgentStart: Date | null;
}

async function propose(trx: Db, keys: KeyRing, picket: WholePicket, { facts, changes, urgentStart }: Proposed) {
	const row = {
		sealed: seal(keys, `picket_proposals/${picket.id}`, facts),
		shown: JSON.stringify(shownOf(changes)),
		urgent_start: urgentStart,
	};
	await trx
		.insertInto("picket_proposals")
		.values({ picket_id: picket.id, ...row })
		.onConflict((conflict) => conflict.column("picket_id").doUpdateSet({ ...row, proposed_at: sql`now()` }))
		.execute();
}

async function withdrawProposal(trx: Db, picketId: string): Promise<boolean> {
	const { numDeletedRows } = await trx
		.deleteFrom("picket_proposals")
		.where("picket_id", "=", picketId)
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

async function clockOf(trx: Db): Promise<Date> {
	const { now } = await trx.selectNoFrom(sql<Date>`now()`.as("now")).executeTakeFirstOrThrow();
	return now;
}
