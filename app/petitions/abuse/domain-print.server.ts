import { domainFingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";

/** A petition and how it tells its signatories' domains apart. */
export interface PetitionDomains {
	id: number;
	/** Null for a provider with whom anybody can have a mailbox, and once the petition's key has been deleted. */
	printOf(domain: string): Buffer | null;
}

/** Undefined when there is no petition of that name. */
export async function petitionDomains(db: Db, keys: KeyRing, slug: string): Promise<PetitionDomains | undefined> {
	const petition = await db
		.selectFrom("petitions")
		.select(["id", "key_sealed"])
		.where("slug", "=", slug)
		.executeTakeFirst();
	if (!petition) return undefined;
	const { id, key_sealed } = petition;
	const key = key_sealed && openFingerprintKey(keys, `petitions/${slug}`, key_sealed);
	return { id, printOf: (domain) => key && domainFingerprint(key, domain) };
}
