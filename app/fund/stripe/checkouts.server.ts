import { sql } from "kysely";
import type Stripe from "stripe";
import type { Db } from "#db/client.ts";

/** Seconds between two looks at a page that somebody may be paying on. */
const EVERY = 15;

/** Writes down how far a page for paying is; one that is over stays so. */
export async function noteCheckout(db: Db, { id, status }: Stripe.Checkout.Session): Promise<void> {
	if (status !== "complete" && status !== "expired") return;
	await db.updateTable("checkouts").set({ state: status }).where("id", "=", id).where("state", "=", "open").execute();
}

/**
 * Pages that are due for a look, those first that have waited longest: a webhook that is lost costs seconds. Once their
 * time is over they are looked at hourly, until Stripe says so too.
 * @param most in one second, below what Stripe allows (docs.stripe.com/rate-limits)
 */
export async function dueCheckouts(db: Db, most: number): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		update checkouts set looked_at = now()
		where id in (
			select id from checkouts
			where state = 'open' and looked_at < now() - case when expires_at > now() - interval '5 minutes'
				then make_interval(secs => ${EVERY}) else interval '1 hour' end
			order by looked_at limit ${most} for update skip locked)
		returning id`.execute(db);
	return rows.map(({ id }) => id);
}
