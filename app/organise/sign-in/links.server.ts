import { sql } from "kysely";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

/** What a one-time link is for; hours from when, and until when, it works. */
const purposes = {
	invitation: { from: 0, until: 7 * 24 },
	"break-glass": { from: 24, until: 4 * 24 },
	sample: { from: 0, until: 24 },
} as const;
export type Purpose = keyof typeof purposes;

/** A one-time link as it stands. */
export interface FoundLink {
	hash: Buffer;
	purpose: Purpose;
	/** `early` before its hour, `over` once used, past its time, or for whoever has been disabled. */
	state: "ready" | "early" | "over";
	from: Date;
	organiser: { id: string; locale: string; sealed: Buffer };
}

/**
 * Makes a link that works once, in the place of any that the organiser has for the same.
 * @returns its token
 */
export async function makeLink(db: Db, organiserId: string, purpose: Purpose): Promise<string> {
	const token = newToken();
	const hash = hashToken(token);
	if (!hash) throw new Error("a new token does not read as one");
	const { from, until } = purposes[purpose];
	await db
		.with("gone", (q) =>
			q.deleteFrom("organiser_links").where("organiser_id", "=", organiserId).where("purpose", "=", purpose),
		)
		.insertInto("organiser_links")
		.values({
			token_hash: hash,
			organiser_id: organiserId,
			purpose,
			not_before: sql<Date>`now() + make_interval(hours => ${from})`,
			expires_at: sql<Date>`now() + make_interval(hours => ${until})`,
		})
		.execute();
	return token;
}

/** Finds a link by its token; null where there is none. */
export async function findLink(db: Db, token: string): Promise<FoundLink | null> {
	const hash = hashToken(token);
	if (!hash) return null;
	const row = await db
		.selectFrom("organiser_links as l")
		.innerJoin("organisers as o", "o.id", "l.organiser_id")
		.where("l.token_hash", "=", hash)
		.select([
			"l.purpose",
			"l.not_before as from",
			sql<FoundLink["state"]>`case
				when l.used_at is not null or l.expires_at <= now() or o.state = 'disabled' then 'over'
				when l.not_before > now() then 'early' else 'ready' end`.as("state"),
			"o.id",
			"o.locale",
			"o.sealed",
		])
		.executeTakeFirst();
	if (!row || !isPurpose(row.purpose)) return null;
	const { purpose, state, from, ...organiser } = row;
	return { hash, purpose, state, from, organiser };
}

function isPurpose(text: string): text is Purpose {
	return Object.hasOwn(purposes, text);
}

/** Uses a link up. @returns false when somebody was quicker, or its time is not or no longer */
export async function useLink(db: Db, hash: Buffer): Promise<boolean> {
	const used = await db
		.updateTable("organiser_links")
		.set({ used_at: sql<Date>`now()` })
		.where("token_hash", "=", hash)
		.where("used_at", "is", null)
		.where("not_before", "<=", sql<Date>`now()`)
		.where("expires_at", ">", sql<Date>`now()`)
		.returning("organiser_id")
		.executeTakeFirst();
	return used !== undefined;
}
