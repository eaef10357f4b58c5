import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { OrganiserWords } from "./sessions.server.ts";

/** One organiser as the operator sees them. */
export interface ListedOrganiser {
	id: string;
	state: string;
	/** Empty until they have come in. */
	name: string;
	/** `campaign/role` */
	roles: string[];
}

/** Everybody who organises anything, by their first day. */
export async function listOrganisers(db: Db, keys: KeyRing): Promise<ListedOrganiser[]> {
	const rows = await db
		.selectFrom("organisers as o")
		.select([
			"o.id",
			"o.state",
			"o.sealed",
			sql<string[]>`array(select c.slug || '/' || r.role from campaign_roles r join campaigns c on c.id = r.campaign_id
				where r.organiser_id = o.id order by 1)`.as("roles"),
		])
		.orderBy("o.created_on")
		.orderBy("o.id")
		.execute();
	return rows.map(({ sealed, ...row }) => ({
		...row,
		name: open<OrganiserWords>(keys, `organisers/${row.id}`, sealed).name,
	}));
}
