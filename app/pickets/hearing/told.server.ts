import { randomUUID } from "node:crypto";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { WholePicket } from "../facts.server.ts";
import type { AddressLevel } from "../facts.ts";
import type { Told } from "./notice-plan.ts";

/** Keeps how a picket stands, because somebody is told so now: what they hear next is compared with it. */
export async function keepTold(trx: Db, keys: KeyRing, picket: WholePicket): Promise<void> {
	const id = randomUUID();
	const told: Told = { state: picket.state, facts: picket.facts };
	await trx
		.insertInto("picket_facts")
		.values({
			id,
			picket_id: picket.id,
			sequence: picket.sequence,
			starts_at: picket.startsAt,
			sealed: seal(keys, `picket_facts/${id}`, told),
		})
		.onConflict((conflict) => conflict.columns(["picket_id", "sequence"]).doNothing())
		.execute();
}

/** How a picket stood when people were told it, by the sequence of that time. */
export async function readTold(
	db: Db,
	keys: KeyRing,
	picketId: string,
	sequences: readonly number[],
): Promise<Map<number, Told>> {
	if (sequences.length === 0) return new Map();
	const rows = await db
		.selectFrom("picket_facts")
		.where("picket_id", "=", picketId)
		.where("sequence", "in", sequences)
		.select(["id", "sequence", "sealed"])
		.execute();
	return new Map(rows.map(({ id, sequence, sealed }) => [sequence, open<Told>(keys, `picket_facts/${id}`, sealed)]));
}

/**
 * Whether someone is entitled to know where people meet: all; those who come and have confirmed an address; of those
 * whom the host has let in. Who only hears of changes does not come.
 * @param confirmed an RSVP with an address; null for a number alone
 */
export function knowsWhere(level: AddressLevel, confirmed: { state: string; party: number | null } | null): boolean {
	return level === "public" || (confirmed?.state === "going" && confirmed.party !== null);
}
