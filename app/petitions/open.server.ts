import { sql } from "kysely";
import type { Db } from "#db/client.ts";

export type Opened = { state: "open" } | { state: "incomplete"; missing: string[] } | { state: "unknown" };

/**
 * Opens a petition's form when its checklist is complete in every language: addressees, sponsor,
 * hand-in. Opening twice changes nothing.
 * @returns what is still missing, as `sponsor (ru)`
 */
export async function openPetition(db: Db, slug: string): Promise<Opened> {
	const editions = await db
		.selectFrom("petitions as p")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.innerJoin("petition_editions as e", "e.version_id", "v.id")
		.where("p.slug", "=", slug)
		.select(["e.locale", "e.addressees", "e.sponsor", "e.hand_in"])
		.execute();
	if (editions.length === 0) return { state: "unknown" };
	const missing = editions.flatMap((edition) =>
		(["addressees", "sponsor", "hand_in"] as const)
			.filter((name) => edition[name].trim() === "")
			.map((name) => `${name} (${edition.locale})`),
	);
	if (missing.length > 0) return { state: "incomplete", missing };
	await db
		.updateTable("petitions")
		.set({ opened_at: sql`coalesce(opened_at, now())` })
		.where("slug", "=", slug)
		.execute();
	return { state: "open" };
}
