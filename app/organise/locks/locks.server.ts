import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";

/** What any organiser may stop for all. */
export const locks = ["sessions", "mail"] as const;
export type Lock = (typeof locks)[number];

/** Whether a posted word is one of them. */
export function isLock(word: string): word is Lock {
	return (locks as readonly string[]).includes(word);
}

/** What is stopped now, and since when. */
export async function readLocks(db: Db): Promise<{ what: Lock; since: Date }[]> {
	const rows = await db.selectFrom("site_locks").select(["what", "set_at as since"]).orderBy("what").execute();
	return rows.flatMap(({ what, since }) => (isLock(what) ? [{ what, since }] : []));
}

/**
 * Stops something for all, at once: `sessions` ends every session, also of who presses it; `mail` lets the queue claim
 * nothing. All organisers hear of it by mail, once mail goes out. Stopping what is stopped changes nothing.
 * @param origin where the site is, for the link of the mail
 * @returns whether it was not stopped before
 */
export function setLock(db: Db, keys: KeyRing, origin: string, organiserId: string, what: Lock): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ ended: number }>`
			with locked as (
				insert into site_locks (what, set_by) values (${what}, ${organiserId}) on conflict do nothing returning what),
			ended as (
				delete from organiser_sessions where exists (select from locked where what = 'sessions') returning 1)
			select (select count(*) from ended) as ended from locked`.execute(trx);
		const [set] = rows;
		if (!set) return false;
		const campaigns = await trx.selectFrom("campaigns").select("id").execute();
		await tellOrganisers(trx, keys, {
			campaigns: campaigns.map(({ id }) => id),
			text: (t) => t(`organise.lock.mail.${what}`),
			link: `${origin}/organise/lock`,
			except: organiserId,
		});
		await recordAct(trx, { actor: organiserId, act: "lock.set", about: what, figures: { ended: set.ended } });
		return true;
	});
}
