import type { MessageKey } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { correctEndorsementContact, findEndorsementsOf } from "./held.server.ts";
import { officeOf } from "./parse-claim.ts";

/** What came of correcting an office: `gone` where the address speaks for no such body (any more). */
export type CorrectedOffice = { state: "changed" | "gone" } | { state: "wrong"; error: MessageKey };

/**
 * Corrects the office of a body's contact, for whoever reads the mail of its address. Another address is another's to
 * confirm: `move-contact.server.ts`.
 * @param id the endorsement's
 */
export async function correctOffice(
	db: Db,
	keys: KeyRing,
	address: string,
	id: string,
	officerRole: string,
): Promise<CorrectedOffice> {
	const theirs = (await findEndorsementsOf(db, keys, address)).some((one) => one.id === id);
	if (!theirs) return { state: "gone" };
	const error = officeOf(officerRole);
	if (error) return { state: "wrong", error };
	return { state: (await correctEndorsementContact(db, keys, id, { officerRole })) ? "changed" : "gone" };
}
