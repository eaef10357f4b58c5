import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

/** What is sealed of a link of `/my`: who reads that address's mail is shown what it holds. */
export interface SealedLink {
	email: string;
	/** Only of a link that opens nothing of `/my`, but makes the address that of whoever speaks for a body. */
	contact?: ContactMove;
}

/** A body's mail that is to come to another address. */
export interface ContactMove {
	/** The endorsement's id. */
	endorsement: string;
	/** The fingerprint, under the petition's key for endorsements, of the address for which the link is good; base64. */
	from: string;
	/** It has been pressed: `from` is the new address's, and the link's own is the one that it was before. */
	done: boolean;
}

/** The address that a link of `/my` stands for; undefined when it is unknown, too old, or everything has been erased. */
export async function addressOf(db: Db, keys: KeyRing, token: string): Promise<string | undefined> {
	const link = await findLink(db, keys, token);
	return link?.contact ? undefined : link?.email;
}

/** Any link of `my_links` as it was sealed, with its row's id. @param lock holds its row until the end of the transaction */
export async function findLink(
	db: Db,
	keys: KeyRing,
	token: string,
	lock = false,
): Promise<(SealedLink & { id: string }) | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	const link = await db
		.selectFrom("my_links")
		.where("token_hash", "=", hash)
		.where("expires_at", ">", sql<Date>`now()`)
		.select(["id", "sealed"])
		.$if(lock, (q) => q.forUpdate())
		.executeTakeFirst();
	return link && { id: link.id, ...open<SealedLink>(keys, `my_links/${link.id}`, link.sealed) };
}
