import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { Db } from "#db/client.ts";

/**
 * The organisers whom addresses mean, of those who have a role in a petition's campaign and have come in.
 * @param petition its slug
 * @returns ids by the address as given
 */
export async function organisersByAddress(
	db: Db,
	addressKey: FingerprintKey,
	petition: string,
	addresses: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
	const wanted = [...new Set(addresses)].map((address) => [fingerprint(addressKey, address), address] as const);
	if (wanted.length === 0) return new Map();
	const rows = await db
		.selectFrom("organisers as o")
		.innerJoin("campaign_roles as r", "r.organiser_id", "o.id")
		.innerJoin("petitions as p", "p.campaign_id", "r.campaign_id")
		.where("p.slug", "=", petition)
		.where("o.state", "=", "active")
		.where(
			"o.fingerprint",
			"in",
			wanted.map(([print]) => print),
		)
		.select(["o.id", "o.fingerprint"])
		.distinct()
		.execute();
	const ids = new Map(rows.map(({ id, fingerprint: print }) => [print?.toString("hex"), id]));
	return new Map(
		wanted.flatMap(([print, address]) => {
			const id = ids.get(print.toString("hex"));
			return id === undefined ? [] : [[address, id] as const];
		}),
	);
}
