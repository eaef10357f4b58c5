import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling, deliveryRow } from "#emails/outbox.ts";
import { linkToken } from "../link-token.server.ts";
import type { Host, SealedHost } from "./host.server.ts";

/** As many as can still know of each other. */
const MOST = 5;

/** A co-host as the host sees one: never an address. */
export interface CoHost {
	id: string;
	state: Host["state"];
	/** `YYYY-MM-DD`. */
	since: string;
	/** Where an invitation is taken up, while nobody has: the address after the language. */
	path?: string;
}

/** Those who host together with the first one, in the order in which they were invited. */
export async function coHosts(db: Db, { picket, key }: Pick<Host, "picket" | "key">): Promise<CoHost[]> {
	const rows = await db
		.selectFrom("picket_hosts")
		.where("picket_id", "=", picket.id)
		.where("role", "=", "co-host")
		.select(["id", "state", "created_on"])
		.orderBy("created_on")
		.orderBy("id")
		.execute();
	return rows.map(({ id, state, created_on }) => ({
		id,
		state: state as Host["state"],
		since: created_on,
		...(state === "invited" && { path: `/host/${linkToken(key, "invitation", id)}` }),
	}));
}

/** Makes a link that one person can take up as a co-host; none beyond the fifth. */
export async function inviteCoHost(db: Db, { picket, key, state }: Host): Promise<boolean> {
	if (state !== "active") return false;
	const id = randomUUID();
	return inTransaction(db, async (trx) => {
		// Counted by a statement of its own: one that waited for the row would still see what stood there before.
		await trx.selectFrom("pickets").where("id", "=", picket.id).select("id").forUpdate().execute();
		const { numAffectedRows } = await sql`
			insert into picket_hosts (id, picket_id, role, state, token_hash)
			select ${id}, p.id, 'co-host', 'invited', ${hashToken(linkToken(key, "invitation", id))}
			from pickets p where p.id = ${picket.id}
				and (select count(*) from picket_hosts where picket_id = p.id and role = 'co-host') < ${MOST}`.execute(trx);
		return (numAffectedRows ?? 0n) > 0n;
	});
}

/**
 * Takes an invitation up: its link ends, and a mail goes to the address, with a link of their own to confirm.
 * @returns false when somebody has taken it up before
 */
export async function takeUpInvitation(
	db: Db,
	keys: KeyRing,
	{ id, key, picket }: Host,
	{ email, locale, origin }: SealedHost,
): Promise<boolean> {
	const token = linkToken(key, "host", id);
	const { rows } = await sql<{ about: string }>`
		update picket_hosts h set state = 'unverified', token_hash = ${hashToken(token)},
			fingerprint = ${fingerprint(key, email)},
			sealed = ${seal(keys, `picket_hosts/${id}`, { email, locale, origin } satisfies SealedHost)},
			created_on = current_date
		from campaign_editions e
		where h.id = ${id} and h.state = 'invited' and e.campaign_id = ${picket.campaignId} and e.locale = ${locale}
		returning e.neutral_title as about`.execute(db);
	const [taken] = rows;
	if (!taken) return false;
	const values = { link: `${origin}/${locale}/host/${token}`, about: taken.about };
	const row = deliveryRow(keys, { kind: "confirm-picket", subjectId: id, to: email, locale, values });
	await db.insertInto("email_deliveries").values(row).execute();
	return true;
}

/** Takes a co-host's link away and deletes what was kept of them. Only the first host can; nobody removes the first. */
export async function removeCoHost(db: Db, { role, state, picket }: Host, id: string): Promise<boolean> {
	if (role !== "host" || state !== "active") return false;
	const { rows } = await sql<{ id: string }>`
		with gone as (
			delete from picket_hosts where id::text = ${id} and picket_id = ${picket.id} and role = 'co-host' returning id, state
		), erased as (
			insert into erasures (about, row_id) select 'host', id from gone where state <> 'invited'
		), unsent as (${cancelling(sql`select id from gone`)})
		select id from gone`.execute(db);
	return rows.length > 0;
}
