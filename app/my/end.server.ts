import { eraseGivers } from "#app/fund/managing/givers.server.ts";
import { eraseEndorsementsOf } from "#app/petitions/endorsing/erase-contact.server.ts";
import { cancelHeld, withdrawHeld } from "#app/petitions/erase-held.server.ts";
import { petitionPrints } from "#app/petitions/held.server.ts";
import { endHosting, leaveHeld, picketPrints } from "#app/pickets/held.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { Held } from "./held.server.ts";

/** One thing of an address that can be ended on its own. */
export type One = "signature" | "submission" | "endorsement" | "rsvp" | "host" | "donation";

/**
 * Ends one thing of an address, as its own link would. Twice ends once, and another's is left alone.
 * @returns whether a public number may have changed
 */
export async function endOne(db: Db, keys: KeyRing, email: string, kind: One, id: string): Promise<boolean> {
	if (kind === "signature") return (await withdrawHeld(db, await petitionPrints(db, keys, email), id)) > 0;
	if (kind === "rsvp") return leaveHeld(db, await picketPrints(db, keys, email), id);
	if (kind === "endorsement") return (await eraseEndorsementsOf(db, keys, email, id)) > 0;
	if (kind === "donation") await eraseGivers(db, keys, email, id);
	else if (kind === "host") await endHosting(db, await picketPrints(db, keys, email), id);
	else await cancelHeld(db, await petitionPrints(db, keys, email), id);
	return false;
}

/** What one thing is about, for the page that asks before it ends; undefined when it is not there, or cannot be ended. */
export function aboutOne(
	{ petitions, endorsements, pickets, donations }: Held,
	kind: One,
	id: string,
): string | undefined {
	if (kind === "signature")
		return petitions.signatures.find((one) => one.id === id && one.withdrawable)?.petition.title;
	if (kind === "submission") return petitions.submissions.find((one) => one.id === id)?.petition.title;
	if (kind === "endorsement") return endorsements.find((one) => one.id === id)?.organisation;
	if (kind === "donation") return donations.find((one) => one.id === id && !one.running)?.printed;
	return pickets[kind === "rsvp" ? "rsvps" : "hosts"].find((one) => one.id === id)?.picket.title;
}
