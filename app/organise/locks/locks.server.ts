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
 * @returns whether it is stopped by this; `not yet` for who had a lock of theirs lifted within the last day
 */
export function setLock(
	db: Db,
	keys: KeyRing,
	origin: string,
	organiserId: string,
	what: Lock,
): Promise<"set" | "already" | "not yet"> {
	return inTransaction(db, async (trx) => {
		const barred = await trx
			.selectFrom("organisers")
			.where("id", "=", organiserId)
			.where("no_lock_until", ">", sql<Date>`now()`)
			.select("id")
			.executeTakeFirst();
		if (barred) return "not yet";
		const { rows } = await sql<{ ended: number }>`
			with locked as (
				insert into site_locks (what, set_by) values (${what}, ${organiserId}) on conflict do nothing returning what),
			ended as (
				delete from organiser_sessions where exists (select from locked where what = 'sessions') returning 1)
			select (select count(*) from ended) as ended from locked`.execute(trx);
		const [set] = rows;
		if (!set) return "already";
		const campaigns = await trx.selectFrom("campaigns").select("id").execute();
		await tellOrganisers(trx, keys, {
			campaigns: campaigns.map(({ id }) => id),
			text: (t) => t(`organise.lock.mail.${what}`),
			link: `${origin}/organise/lock`,
			except: organiserId,
		});
		await recordAct(trx, { actor: organiserId, act: "lock.set", about: what, figures: { ended: set.ended } });
		return "set";
	});
}

/** Hours in which who had a lock lifted sets none: others are not stopped again at once. */
const NO_LOCK_HOURS = 24;

/** Ends a lock. Two organisers or the operator have said so. @returns false where there was none */
export async function removeLock(trx: Db, what: Lock): Promise<boolean> {
	const { rows } = await sql`
		with lifted as (delete from site_locks where what = ${what} returning set_by),
		barred as (
			update organisers set no_lock_until = now() + make_interval(hours => ${NO_LOCK_HOURS}::int)
			where id in (select set_by from lifted))
		select from lifted`.execute(trx);
	return rows.length > 0;
}
