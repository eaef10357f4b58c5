import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { parseReference } from "../giving/reference.ts";

/** What somebody says that unexplained money of Stripe's is; `given-back`: the payment goes back to whoever paid. */
export type Said = { is: "gift"; reference: string | null } | { is: "fee" } | { is: "given-back" };

/** Why it is not taken for that: `already` where somebody has said; `not-so` where it cannot be, as a gift of an unknown kind that two would have to accept; `two` where two say it. */
export type NotSaid = "already" | "reference" | "not-so" | "two";

/** Undoes what was begun. */
export class NotExplained extends Error {
	readonly why: NotSaid;
	constructor(why: NotSaid) {
		super(why);
		this.why = why;
	}
}

/** Who explains, and what a receipt needs. */
export interface Saying {
	keys: KeyRing;
	/** Scheme and host of the site. */
	origin: string;
	campaignId: number;
	/** The organiser. */
	by: string;
}

/** The donation that is meant. @returns null for none, which was said so. @throws NotExplained where there is none of that reference */
export async function donationOf(trx: Db, campaignId: number, reference: string | null): Promise<string | null> {
	if (reference === null) return null;
	const { rows } = await sql<{ id: string }>`
		select id from donations where campaign_id = ${campaignId} and reference = ${parseReference(reference)}`.execute(
		trx,
	);
	const id = rows[0]?.id;
	if (id === undefined) throw new NotExplained("reference");
	return id;
}
