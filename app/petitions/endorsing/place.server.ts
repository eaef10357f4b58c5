import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changeEndorsement } from "./change.server.ts";
import { agreeToNaming } from "./naming.server.ts";
import type { OrganisationKind } from "./organisation.ts";

/** What the desk says of a body. */
export interface Placing {
	name: string;
	kind: OrganisationKind;
	country: string;
	members: number | null;
	web: string | null;
	/** The body above it; null for none. */
	parentId: string | null;
	nameWithheld: boolean;
}

/** What Postgres says of a tree that cannot be: by the trigger on it, or of a body that is not there (any more). */
const treeRules: readonly unknown[] = ["organisations_circle", "organisations_parent_id_fkey"];

/**
 * Puts a body into its tree, with what is known of it. What is no longer the body's own words stands in this organiser's
 * from now on; and other words on a public page, or another place, take it off until somebody else shows it again. A name
 * that is withheld takes two organisers, each by a placing without the tick.
 * @param by the organiser's id
 * @param record notes it, in the same transaction
 * @returns `circle` when the body above it would be below it too, or is another campaign's; `naming-asked` when all is done
 * but the name, which waits for another organiser
 */
export async function placeOrganisation(
	db: Db,
	keys: KeyRing,
	{ campaignId, by }: { campaignId: number; by: string },
	id: string,
	placing: Placing,
	record: (trx: Db) => Promise<void>,
): Promise<"placed" | "naming-asked" | "circle" | "unknown"> {
	try {
		return await inTransaction(db, async (trx) => {
			const { name, kind, country, members, web, parentId, nameWithheld } = placing;
			const was = await trx
				.selectFrom("organisations")
				.where("id", "=", id)
				.where("campaign_id", "=", campaignId)
				.forUpdate()
				.selectAll()
				.executeTakeFirst();
			if (!was) return "unknown";
			const named = nameWithheld || !was.name_withheld || (await agreeToNaming(trx, id, by));
			const reworded = name !== was.name || web !== was.web || members !== was.members;
			const shown = reworded || parentId !== was.parent_id ? await hideShown(trx, keys, id) : false;
			if (reworded || shown)
				await trx.updateTable("endorsements").set({ entered_by: by }).where("organisation_id", "=", id).execute();
			await trx
				.updateTable("organisations")
				.set({ name, kind, country, members, web, parent_id: parentId, name_withheld: nameWithheld || !named })
				.where("id", "=", id)
				.execute();
			if (nameWithheld) await trx.deleteFrom("namings").where("organisation_id", "=", id).execute();
			await record(trx);
			return named ? "placed" : "naming-asked";
		});
	} catch (error) {
		if (error instanceof Error && "constraint" in error && treeRules.includes(error.constraint)) return "circle";
		throw error;
	}
}

/** Takes a body's endorsements off the public pages. @returns whether any was on them */
async function hideShown(trx: Db, keys: KeyRing, organisationId: string): Promise<boolean> {
	const { rows } = await sql<{ id: string }>`
		select id from endorsements where organisation_id = ${organisationId} and state = 'shown' order by id`.execute(trx);
	for (const { id } of rows) await changeEndorsement(trx, keys, id, { event: "hide" });
	return rows.length > 0;
}
