import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { Sender } from "./crowd.ts";

/** What came of a crowd in the end. */
export interface Outcome {
	botsCounted: number;
	peopleCounted: number;
	/** Who is a person and does not count: held, refused or never mailed. */
	peopleHeld: number;
	behindNatHeld: number;
	domainsHeld: number;
}

/** Looks up every sender's signature by its fingerprint. */
export async function outcomeOf(db: Db, keys: KeyRing, slug: string, crowd: readonly Sender[]): Promise<Outcome> {
	const petition = await db.selectFrom("petitions").selectAll().where("slug", "=", slug).executeTakeFirstOrThrow();
	if (!petition.key_sealed) throw new Error("the petition has no key");
	const key = openFingerprintKey(keys, `petitions/${slug}`, petition.key_sealed);
	const rows = await db
		.selectFrom("signatures")
		.select("fingerprint")
		.where("petition_id", "=", petition.id)
		.where("state", "=", "confirmed")
		.execute();
	const counted = new Set(rows.map((row) => row.fingerprint?.toString("hex")));
	const held = await db.selectFrom("domain_verdicts").select("since").where("verdict", "=", "held").execute();
	const is = ({ email }: Sender) => counted.has(fingerprint(key, email).toString("hex"));
	const bots = crowd.filter(({ kind }) => kind === "bot");
	const people = crowd.filter(({ kind }) => kind !== "bot");
	return {
		botsCounted: bots.filter(is).length,
		peopleCounted: people.filter(is).length,
		peopleHeld: people.filter((one) => !is(one)).length,
		behindNatHeld: people.filter((one) => one.kind === "behind-nat" && !is(one)).length,
		domainsHeld: held.length,
	};
}
