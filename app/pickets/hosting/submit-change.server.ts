import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { changePicket } from "../change.server.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import { changesBetween, type PicketFacts } from "../facts.ts";
import { shownOf } from "../proposal.ts";
import type { Host } from "./host.server.ts";
import { askForPicketReview, flagsOfFacts } from "./review.server.ts";
import { isTrusted } from "./trust.server.ts";

/** Hours before the start from which on nobody can wait for a moderator. */
const URGENT_HOURS = 3;

export type Submitted = "live" | "proposed" | "same" | "illegal" | "unknown";

/**
 * What a host changes: live at once and read after where the host is trusted, the start is near, or it is in no list;
 * otherwise it is shown beside what stands until a moderator has decided.
 */
export async function submitChange(db: Db, keys: KeyRing, host: Host, facts: PicketFacts): Promise<Submitted> {
	const { sealed } = host;
	if (host.state !== "active" || !sealed) return "unknown";
	return db.transaction().execute(async (trx) => {
		const picket = await findWhole(trx, keys, host.picket.id, true);
		if (!picket) return "unknown";
		const changes = changesBetween(picket.facts, facts);
		if (changes.length === 0) return (await withdrawProposal(trx, picket.id)) ? "live" : "same";
		const { locale } = sealed;
		const urgent = picket.state === "listed" && (await isNear(trx, picket.id));
		if (picket.state === "listed" && !urgent && !(await isTrusted(trx, keys, picket.campaignId, sealed.email))) {
			await propose(trx, keys, picket, host.id, facts);
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

async function propose(trx: Db, keys: KeyRing, picket: WholePicket, hostId: string, facts: PicketFacts) {
	const flagged = (await flagsOfFacts(trx, keys, picket.campaignId, facts)).length > 0;
	const shown = shownOf(changesBetween(picket.facts, facts), picket.facts, facts, flagged);
	const row = {
		sealed: seal(keys, `picket_proposals/${picket.id}`, facts),
		shown: JSON.stringify(shown),
		host_id: hostId,
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

/** By the database's clock, and by the start that people know of. */
async function isNear(trx: Db, picketId: string): Promise<boolean> {
	const row = await trx
		.selectFrom("pickets")
		.where("id", "=", picketId)
		.select(sql<boolean>`starts_at < now() + make_interval(hours => ${URGENT_HOURS}::int)`.as("near"))
		.executeTakeFirst();
	return row?.near ?? false;
}
