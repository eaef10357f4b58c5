import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { Role } from "../access.ts";
import type { OrganiserWords } from "../sign-in/sessions.server.ts";

/** An organiser as the others of a campaign see them. */
export interface Person {
	id: string;
	/** Empty until they have come in. */
	name: string;
	/** For administrators alone. */
	email: string | null;
	state: "invited" | "active" | "disabled";
	roles: Role[];
}

/**
 * Who is in a campaign, those who came first first.
 * @param addresses whether the reader may see them
 */
export async function readPeople(db: Db, keys: KeyRing, campaignId: number, addresses: boolean): Promise<Person[]> {
	const { rows } = await sql<{ id: string; sealed: Buffer; state: Person["state"]; roles: Role[] }>`
		select o.id, o.sealed, o.state, array_agg(r.role order by r.role) as roles
		from campaign_roles r join organisers o on o.id = r.organiser_id
		where r.campaign_id = ${campaignId}
		group by o.id order by min(r.granted_at), o.created_on, o.id`.execute(db);
	return rows.map(({ id, sealed, state, roles }) => {
		const { name, email } = open<OrganiserWords>(keys, `organisers/${id}`, sealed);
		return { id, name, email: addresses ? email : null, state, roles };
	});
}
