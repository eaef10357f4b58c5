import { sql } from "kysely";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { localTime } from "../facts.server.ts";
import type { AddressLevel } from "../facts.ts";

/** A picket as far as joining it goes by. */
export interface Joinable {
	id: string;
	slug: string;
	title: string;
	/** Language of the title (BCP 47). */
	language: string;
	startsLocal: string;
	sample: boolean;
	addressLevel: AddressLevel;
	capacity: number | null;
	keySealed: Buffer | null;
	/** It is still to come, or under way, and has not been called off. */
	open: boolean;
}

/** Reads a picket that can be joined by whoever knows its address, or its secret link while it is not listed. */
export async function findJoinable(db: Db, slug: string, secret: string): Promise<Joinable | undefined> {
	return db
		.selectFrom("pickets")
		.where("slug", "=", slug)
		.where((e) =>
			e.or([
				// What was called off before anybody could list it stays with its secret link.
				e("state", "in", ["listed", "cancelled"]).and("listed_at", "is not", null),
				e("state", "in", ["waiting", "unlisted", "cancelled"]).and("secret_hash", "=", hashToken(secret)),
			]),
		)
		.select([
			"id",
			"slug",
			"title",
			"locale as language",
			"sample",
			localTime("starts_local").as("startsLocal"),
			sql<AddressLevel>`address_level`.as("addressLevel"),
			"capacity",
			"key_sealed as keySealed",
			sql<boolean>`state <> 'cancelled' and ends_at > now() and key_sealed is not null`.as("open"),
		])
		.executeTakeFirst();
}
