import { sql } from "kysely";
import { closing } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Changed, changePicket } from "../change.server.ts";

/** Calls a picket off, at once: nobody has to read that first, and what waited to be read need not be read any more. */
export async function cancelPicket(db: Db, keys: KeyRing, picketId: string): Promise<Changed["state"]> {
	return inTransaction(db, async (trx) => {
		// What is over has taken place, and nothing of it changes any more.
		const over = await trx
			.selectFrom("pickets")
			.where("id", "=", picketId)
			.where("ends_at", "<=", sql<Date>`now()`)
			.select("id")
			.forUpdate()
			.executeTakeFirst();
		if (over) return "illegal";
		const { state } = await changePicket(trx, keys, picketId, { event: "cancel" });
		if (state !== "changed") return state;
		const subject = sql`select ${picketId}::uuid`;
		await sql`${closing("picket", subject)}`.execute(trx);
		await sql`${closing("picket-change", subject)}`.execute(trx);
		return state;
	});
}
