import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { OrganiserWords } from "../sign-in/sessions.server.ts";

/** The names by which organisers know each other, by id; who has been deleted is not among them. */
export async function namesOf(db: Db, keys: KeyRing, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
	const wanted = [...new Set(ids)];
	if (wanted.length === 0) return new Map();
	const rows = await db.selectFrom("organisers").select(["id", "sealed"]).where("id", "in", wanted).execute();
	return new Map(rows.map(({ id, sealed }) => [id, open<OrganiserWords>(keys, `organisers/${id}`, sealed).name]));
}
