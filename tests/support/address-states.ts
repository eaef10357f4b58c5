import { addBlock } from "#app/petitions/abuse/blocks.server.ts";
import { confirmSignature } from "#app/petitions/confirm.server.ts";
import { findConfirmable } from "#app/petitions/confirmable.server.ts";
import { signPetition } from "#app/petitions/sign.server.ts";
import { withdrawSignature } from "#app/petitions/withdraw.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";

/** What an address can have behind it when somebody signs with it (decision 3). */
export const addressStates = ["new", "pending", "confirmed", "withdrawn", "blocked", "quarantined"] as const;
export type AddressState = (typeof addressStates)[number];

/** Signs the first petition as the form would, and gives the token of the mail. */
export async function signDirectly(db: Db, keys: KeyRing, email: string, suspect = false): Promise<string> {
	let token = "";
	const signed = await signPetition(db, keys, {
		slug: "zhanaozen",
		locale: "en",
		words: {
			email,
			visibility: "counted",
			country: "GB",
			name: "",
			shownAs: "name",
			town: "",
			organisation: "",
			line: "",
			linePublic: false,
			updates: false,
			atRisk: false,
			source: "",
		},
		suspect,
		atRiskCountries: new Set(),
		links(made) {
			token = made;
			return { link: `https://campaign.example/en/confirm/${made}`, withdrawLink: "https://campaign.example/" };
		},
	});
	if (signed !== "promised") throw new Error(`signing was ${signed}`);
	return token;
}

/** Brings an address that nobody has used into a state, without a mail. */
export async function arrange(db: Db, keys: KeyRing, state: AddressState, email: string): Promise<void> {
	if (state === "new") return;
	const key = await addressKey(db, keys);
	if (state === "blocked") {
		await addBlock(db, key, { kind: "address", address: email }, { reason: "a test" });
		return;
	}
	const token = await signDirectly(db, keys, email, state === "quarantined");
	if (state === "pending") return;
	const found = await findConfirmable(db, keys, token, "en");
	if (found.state !== "pending") throw new Error(`the link is ${found.state}`);
	await confirmSignature(db, keys, found, "en", { addressKey: key, holdAbove: 1_000_000 });
	if (state === "withdrawn") await withdrawSignature(db, token, "en");
}
