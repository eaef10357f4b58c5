import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

/** What is sealed of a link of `/my`: who reads that address's mail is shown what it holds. */
export interface SealedLink {
	email: string;
}

/** The address that a link of `/my` stands for; undefined when it is unknown, too old, or everything has been erased. */
export async function addressOf(db: Db, keys: KeyRing, token: string): Promise<string | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	const link = await db
		.selectFrom("my_links")
		.where("token_hash", "=", hash)
		.where("expires_at", ">", sql<Date>`now()`)
		.select(["id", "sealed"])
		.executeTakeFirst();
	return link && open<SealedLink>(keys, `my_links/${link.id}`, link.sealed).email;
}
