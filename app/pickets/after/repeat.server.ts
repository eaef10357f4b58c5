import { sql } from "kysely";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { takesPickets } from "../calling/call.server.ts";
import { newPicket } from "../calling/new-picket.server.ts";
import { type Host, hostDays } from "../hosting/host.server.ts";
import { putForward } from "../hosting/verify.server.ts";
import { linkToken } from "../link-token.server.ts";
import { instantsOf } from "../wall-time.ts";
import { nextYear } from "./next-year.ts";

export type Repeated =
	/** The token of the new picket's host. */
	| { token: string }
	/** Not over yet, never shown, or not by its first host. */
	| "not-now"
	/** No pickets are called in that campaign or country any more. */
	| "closed"
	/** Next year the clocks jump over its time. */
	| "gap";

/** Whether a host can call the same picket for next year: their address is still known, and nobody need confirm it again. */
export function canRepeat({ role, state, sealed, picket }: Host, now: Date): boolean {
	const wasShown = picket.state === "listed" || picket.state === "unlisted";
	return role === "host" && state === "active" && sealed !== undefined && wasShown && picket.endsAt <= now;
}

/** The last day on which that can be done: then the host's address goes, and this link with it. */
export function repeatableUntil({ picket }: Pick<Host, "picket">): string {
	return new Date(picket.endsAt.getTime() + hostDays * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Calls a picket once more, a year later, once however often it is asked: under a key, a slug and links of its own. It
 * is read as every new one is. Of people only the host's own address goes along, sealed anew.
 */
export async function repeatPicket(
	db: Db,
	keys: KeyRing,
	host: Host,
	{ now, closedCountries }: { now: Date; closedCountries: ReadonlySet<string> },
): Promise<Repeated> {
	const { picket, sealed } = host;
	if (!sealed || !canRepeat(host, now)) return "not-now";
	if (closedCountries.has(picket.facts.country)) return "closed";
	return inTransaction(db, async (trx) => {
		await sql`select from pickets where id = ${picket.id} for update`.execute(trx);
		const before = await repetitionToken(trx, keys, picket.id);
		if (before) return { token: before };
		if (!(await takesPickets(trx, picket.campaignId, sealed.locale))) return "closed";
		const facts = nextYear(picket.facts);
		const at = instantsOf(facts);
		if (!("startsAt" in at)) return "gap";
		const { campaignId, kind, sample } = picket;
		const made = newPicket(keys, { campaignId, kind, facts: { ...facts, overlap: at.overlap }, at, host: sealed });
		await trx
			.insertInto("pickets")
			.values({ ...made.picket, sample, repeats: picket.id })
			.execute();
		await trx
			.insertInto("picket_hosts")
			.values({ ...made.host, state: "active" })
			.execute();
		await putForward(trx, keys, { id: made.picket.id, campaignId, facts }, sealed);
		return { token: made.token };
	});
}

/** The token of the host's page of the picket that a picket was repeated as; undefined while it has not been. */
export async function repetitionToken(db: Db, keys: KeyRing, picketId: string): Promise<string | undefined> {
	const row = await db
		.selectFrom("pickets as p")
		.innerJoin("picket_hosts as h", "h.picket_id", "p.id")
		.where("p.repeats", "=", picketId)
		.where("h.role", "=", "host")
		.select(["p.id", "p.key_sealed", "h.id as hostId", "h.link_number as number"])
		.executeTakeFirst();
	return row?.key_sealed
		? linkToken(openFingerprintKey(keys, `pickets/${row.id}`, row.key_sealed), "host", row.hostId, row.number)
		: undefined;
}
