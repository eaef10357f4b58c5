import { sql } from "kysely";
import type Stripe from "stripe";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import type { Looking } from "./looking.ts";
import { mirrorRefund } from "./refunds.server.ts";
import type { StripeDoor } from "./stripe.server.ts";
import { isRefusal } from "./trouble.ts";

interface Due {
	id: string;
	campaign_id: number;
	gift_id: string;
	amount: number;
	charge: string;
	tries: number;
}

/** Minutes in which nobody else asks for the same refund. */
const LEASE = 2;

/**
 * Asks Stripe for the refunds that the desk has written down, each once: under an idempotency key made of its id, and,
 * where that was asked before, after a look at what Stripe has made.
 * @returns how many were asked for
 * @throws Stripe's error where it is away: all that is left is asked for later
 */
export async function giveBack({ db, stripe }: Looking): Promise<number> {
	const due = await claim(db);
	for (const one of due) {
		const answer = await refund(stripe, one);
		await inTransaction(db, async (trx) => {
			if (answer) return mirrorRefund(trx, one.campaign_id, answer, one.gift_id);
			await trx
				.updateTable("refunds")
				.set({ state: "refused" })
				.where("id", "=", one.id)
				.where("state", "=", "asked")
				.execute();
			await raiseAlarm(trx, one.campaign_id, "refund-refused", one.id);
		});
	}
	return due.length;
}

async function claim(db: Db): Promise<Due[]> {
	const { rows } = await sql<Due>`
		update refunds r set tries = r.tries + 1, not_before = now() + make_interval(mins => ${LEASE})
		from gifts g
		where g.id = r.gift_id and r.id in (
			select id from refunds where state = 'asked' and not_before <= now() order by made_on, id limit 20
			for update skip locked)
		returning r.id, r.campaign_id, r.gift_id, r.amount, g.charge, r.tries`.execute(db);
	return rows;
}

/** @returns null where Stripe refuses it for good */
async function refund(door: StripeDoor, one: Due): Promise<Stripe.Refund | null> {
	const made = one.tries > 1 ? await madeBefore(door, one) : undefined;
	if (made) return made;
	const { id, charge, amount } = one;
	try {
		return await door.api.refunds.create(
			{ charge, amount, reason: "requested_by_customer", metadata: { refund_id: id } },
			{ idempotencyKey: `refund:${id}` },
		);
	} catch (error) {
		if (isRefusal(error)) return null;
		throw error;
	}
}

/** Stripe forgets idempotency keys after a day; what it has made it does not forget. */
async function madeBefore({ api }: StripeDoor, { id, charge }: Due): Promise<Stripe.Refund | undefined> {
	for await (const found of api.refunds.list({ charge, limit: 100 }))
		if (found.metadata?.refund_id === id) return found;
	return undefined;
}
