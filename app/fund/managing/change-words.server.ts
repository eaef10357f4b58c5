import type { MessageKey } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { donationPlace, type SealedDonation } from "../giving/donations.server.ts";
import { longest } from "../giving/give-fields.ts";
import { nameError, textError } from "../giving/parse-give.ts";
import type { OwnDonation } from "./own-donation.server.ts";

/** What a giver may correct; who has the link cannot change the address, by which it is sent again. */
export type OwnWords = Pick<SealedDonation, "displayName" | "dedication">;

/**
 * Corrects name and dedication, for whoever has the gift's own link.
 * @returns what is wrong with which; nothing where they have been written
 */
export async function changeWords(
	db: Db,
	keys: KeyRing,
	{ id, words }: Pick<OwnDonation, "id" | "words">,
	typed: OwnWords,
): Promise<Partial<Record<keyof OwnWords, MessageKey>> | undefined> {
	const displayName = nameError(typed.displayName, longest.display_name);
	const dedication = textError(typed.dedication, longest.dedication);
	if (displayName || dedication) return { ...(displayName && { displayName }), ...(dedication && { dedication }) };
	const changed: SealedDonation = { email: "", ...words, ...typed };
	await db
		.updateTable("donations")
		.set({ sealed: seal(keys, donationPlace(id), changed) })
		.where("id", "=", id)
		// Erased meanwhile: nobody comes back.
		.where("sealed", words ? "is not" : "is", null)
		.execute();
	return undefined;
}
