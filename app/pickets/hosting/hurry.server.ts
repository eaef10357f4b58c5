import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changePicket } from "../change.server.ts";
import { findWhole } from "../facts.server.ts";
import { instantsOf } from "../wall-time.ts";
import { hostsOf, takeProposal } from "./decide.server.ts";
import { askForPicketReview } from "./review.server.ts";
import { URGENT_HOURS, URGENT_NEW_HOURS } from "./submit-change.server.ts";

/**
 * Makes one proposed change of time and place live whose picket begins within three hours: who comes cannot wait for a
 * moderator, and the desk reads it first of all. What the clocks no longer show once is not made live; the desk hears of
 * it the same way.
 * @returns false when none has to hurry
 */
export async function hurryProposal(db: Db, keys: KeyRing): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ id: string }>`
			select p.id from picket_proposals q join pickets p on p.id = q.picket_id
			where p.starts_at < now() + make_interval(hours => ${URGENT_HOURS}::int) and p.ends_at > now()
				and q.urgent_start < now() + make_interval(hours => ${URGENT_NEW_HOURS}::int)
			order by p.starts_at limit 1
			for update of p skip locked`.execute(trx);
		const [due] = rows;
		if (!due) return false;
		const [picket, facts, [host]] = [
			await findWhole(trx, keys, due.id),
			await takeProposal(trx, keys, due.id),
			await hostsOf(trx, keys, due.id),
		];
		// Another worker was faster.
		if (!picket || !facts) return true;
		if ("startsAt" in instantsOf(facts)) await changePicket(trx, keys, due.id, { facts });
		const locale = host?.sealed.locale ?? "en";
		await askForPicketReview(trx, keys, picket, { kind: "picket-change", facts, locale, changed: true, first: true });
		return true;
	});
}
