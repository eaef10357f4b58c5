import { createHash } from "node:crypto";
import { type SqlBool, sql } from "kysely";
import { flagTexts } from "#app/moderation/flag-text.server.ts";
import type { Flag } from "#app/moderation/flags.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { DeskName } from "./hide-name.server.ts";
import { type ListedName, shownName } from "./names.server.ts";

/** Names that are read at once. */
const A_PAGE = 50;

/** A name that nobody has read yet, as the desk reads it. */
export interface UnreadName extends DeskName {
	flags: Flag[];
	/** Of its words: who releases them releases these and no others. */
	digest: string;
}

/** What a moderator has seen of a name, and whether it is to stand on the list. */
export interface ReadName {
	id: string;
	digest: string;
	release: boolean;
}

const isUnread = sql<SqlBool>`s.visibility = 'public' and not s.listed and s.state = 'confirmed' and s.sealed is not null
	and s.hidden_on is null and s.name_read = 'unread'`;

/** Names that wait to be read, by random ids: neither who came first nor who came together can be told. */
export async function unreadNames(db: Db, keys: KeyRing, campaignId: number): Promise<UnreadName[]> {
	const { rows } = await sql<{ id: string; petition: string; sealed: Buffer }>`
		select s.id, p.slug as petition, s.sealed from petitions p join signatures s on s.petition_id = p.id
		where p.campaign_id = ${campaignId} and ${isUnread} order by s.id limit ${sql.lit(A_PAGE)}`.execute(db);
	const names = rows.map(({ id, petition, sealed }) => ({ id, petition, ...shownName(keys, id, sealed) }));
	const texts = names.map(({ name, town, organisation }) => [name, town, organisation].join("\n"));
	const flags = names.length > 0 ? await flagTexts(db, keys, campaignId, texts) : [];
	return names.map((name, i) => ({ ...name, flags: flags[i] ?? [], digest: digestOf(name) }));
}

/**
 * Releases names for the nightly batch, and holds others back. What its signer has changed since it was read stays unread.
 * @param trx a transaction
 */
export async function readNames(
	trx: Db,
	keys: KeyRing,
	campaignId: number,
	read: readonly ReadName[],
): Promise<{ released: number; held: number }> {
	const { rows } = await sql<{ id: string; sealed: Buffer }>`
		select s.id, s.sealed from petitions p join signatures s on s.petition_id = p.id
		where p.campaign_id = ${campaignId} and s.id = any (${read.map(({ id }) => id)}::uuid[]) and ${isUnread}
		order by s.id for update of s`.execute(trx);
	const sealed = new Map(rows.map((row) => [row.id, row.sealed]));
	const same = read.filter(({ id, digest }) => {
		const words = sealed.get(id);
		return words && digestOf(shownName(keys, id, words)) === digest;
	});
	for (const release of [true, false])
		await sql`
			update signatures set name_read = ${release ? "released" : "held"}
			where id = any (${same.filter((name) => name.release === release).map(({ id }) => id)}::uuid[])`.execute(trx);
	const released = same.filter(({ release }) => release).length;
	return { released, held: same.length - released };
}

function digestOf({ name, town, organisation }: Omit<ListedName, "place">): string {
	return createHash("sha256")
		.update(JSON.stringify([name, town, organisation]))
		.digest("hex");
}
