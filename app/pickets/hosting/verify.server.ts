import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changePicket } from "../change.server.ts";
import type { WholePicket } from "../facts.server.ts";
import { findHost, type SealedHost } from "./host.server.ts";
import { askForPicketReview } from "./review.server.ts";
import { isTrusted } from "./trust.server.ts";

export type Verified = "waiting" | "listed" | "co-host" | "already" | "unknown";

/**
 * The host has opened the mail's link and pressed the button: the picket goes to the moderators and can be reached by its
 * secret link; a trusted host's is listed at once and read after. A second press changes nothing.
 */
export async function verifyHost(db: Db, keys: KeyRing, token: string): Promise<Verified> {
	return inTransaction(db, async (trx) => {
		const host = await findHost(trx, keys, token);
		if (!host?.sealed) return "unknown";
		const { numUpdatedRows } = await trx
			.updateTable("picket_hosts")
			.set({ state: "active" })
			.where("id", "=", host.id)
			.where("state", "=", "unverified")
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return "already";
		if (host.role === "co-host") return "co-host";
		return putForward(trx, keys, host.picket, host.sealed);
	});
}

/** Begins a picket whose host is known to hold the address: read first, or listed at once where the host is trusted. */
export async function putForward(
	trx: Db,
	keys: KeyRing,
	picket: Pick<WholePicket, "id" | "campaignId" | "facts">,
	{ email, locale }: SealedHost,
): Promise<"waiting" | "listed"> {
	const trusted = await isTrusted(trx, keys, picket.campaignId, email);
	await changePicket(trx, keys, picket.id, { event: trusted ? "verify-trusted" : "verify" });
	await askForPicketReview(trx, keys, picket, { kind: "picket", facts: picket.facts, locale });
	return trusted ? "listed" : "waiting";
}
