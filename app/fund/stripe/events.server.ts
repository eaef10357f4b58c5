import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { type Hint, hintOf } from "./hint.ts";

/** Events that are a reason to look at the same thing. */
export interface Told {
	ids: string[];
	/** Null where there is nothing to look at. */
	hint: Hint | null;
	/** How often they have been looked at, this time among them. */
	tries: number;
	/** The version of Stripe's format that each came in. */
	versions: (string | null)[];
}

/** What Stripe tells when nothing was paid. */
export const declines: readonly string[] = ["charge.failed", "payment_intent.payment_failed"];

/** Minutes in which no other worker takes the same event. */
const LEASE = 2;
/** Seconds after which what Stripe has not made yet is looked at again; then it is left to the sweep. */
const AGAIN = [5, 30, 300] as const;
const LONGEST_S = 3_600;

interface Claimed {
	id: string;
	type: string;
	payload_sealed: Buffer | null;
	api_version: string | null;
	tries: number;
}

/**
 * Takes events that are due, grouped by what they are a reason to look at: a payment has half a dozen. Those of payments
 * come before those of cards that were declined.
 */
export async function claimEvents(db: Db, keys: KeyRing, most: number): Promise<Told[]> {
	const { rows } = await sql<Claimed>`
		update stripe_events set tries = tries + 1, not_before = now() + make_interval(mins => ${LEASE})
		where id in (select id from stripe_events where state = 'new' and not_before <= now()
			order by type = any (${declines}::text[]), not_before limit ${most} for update skip locked)
		returning id, type, payload_sealed, api_version, tries`.execute(db);
	const told = new Map<string, Told>();
	const isLate = ({ type }: Claimed) => Number(declines.includes(type));
	for (const { id, payload_sealed, api_version, tries } of rows.sort((one, other) => isLate(one) - isLate(other))) {
		const hint = payload_sealed ? hintOf(open(keys, `stripe_events/${id}`, payload_sealed)) : null;
		const name = hint ? `${hint.of} ${hint.id}` : "";
		const one = told.get(name) ?? { ids: [], hint, tries: 0, versions: [] };
		told.set(name, {
			...one,
			ids: [...one.ids, id],
			tries: Math.max(one.tries, tries),
			versions: [...one.versions, api_version],
		});
	}
	return [...told.values()];
}

/** What became of looking; `later`: Stripe or Postgres was away. */
export type Outcome = "seen" | "not yet" | "gone" | "later";

/** Notes what became of events. Nothing is lost: what is left or late is found by the sweep. */
export async function noteOutcome(db: Db, { ids, tries }: Told, outcome: Outcome): Promise<void> {
	const again = outcome === "not yet" ? AGAIN[tries - 1] : Math.min(LONGEST_S, 5 * 2 ** tries);
	const isOver = outcome === "seen" || outcome === "gone" || again === undefined;
	await db
		.updateTable("stripe_events")
		.set(
			isOver
				? { state: outcome === "seen" ? "done" : "left", not_before: null, payload_sealed: null }
				: { not_before: sql<Date>`now() + make_interval(secs => ${again})` },
		)
		.where("id", "in", ids)
		.execute();
}
