import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { donationPlace, type SealedDonation } from "../giving/donations.server.ts";

export { usualHoldAbove } from "./limits.ts";

import type { HeldState } from "./hold.server.ts";
import { type HoldReason, usualHoldAbove } from "./limits.ts";

/** A gift that waits, or waited, as those who decide see it. */
export interface ShownHeld {
	giftId: string;
	why: HoldReason;
	state: HeldState;
	way: "card" | "transfer" | "cash";
	currency: string;
	/** Minor units. */
	amount: number;
	givenOn: string;
	settledOn: string | null;
	/** What of it is still to be sent back by transfer, minor units: no line of the bank is recorded for it yet. */
	owed: number;
	/** Of the donation; null for an anonymous transfer. */
	reference: string | null;
	/** Who it is from, as they said; empty where nobody did. */
	from: string;
	/** What a second person has been asked to agree to. */
	asked: "accept" | "give-back" | null;
}

/** A limit above which gifts wait. */
export interface HoldLimit {
	currency: string;
	/** Minor units. */
	amount: number;
}

/** The gifts that wait for two, those settled lately, and the limits; the usual one for each currency that has none of its own. */
export async function readHeld(db: Db, keys: KeyRing, campaignId: number, currencies: readonly string[]) {
	const [{ rows }, limits] = await Promise.all([
		sql<Omit<ShownHeld, "from"> & { donationId: string | null; sealed: Buffer | null }>`
			select h.gift_id as "giftId", h.why, h.state, g.way, g.currency, g.amount, g.given_on as "givenOn",
				h.settled_on as "settledOn", d.reference, d.id as "donationId", d.sealed,
				case when h.state = 'returned' then (select s.refund_due from gift_sums s where s.gift_id = h.gift_id) else 0 end as owed,
				(select split_part(a.action, '.', 2) from approvals a where a.action in ('gift.accept', 'gift.give-back')
					and a.campaign_id = h.campaign_id and a.subject = h.gift_id::text and a.state in ('asked', 'agreed')
					limit 1) as asked
			from held_gifts h join gifts g on g.id = h.gift_id left join donations d on d.id = g.donation_id
			where h.campaign_id = ${campaignId}
			order by (h.state <> 'held'), h.held_on desc, h.gift_id limit 100`.execute(db),
		limitsOf(db, campaignId, currencies),
	]);
	const gifts = rows.map(({ donationId, sealed, ...gift }): ShownHeld => {
		const words = donationId && sealed ? open<SealedDonation>(keys, donationPlace(donationId), sealed) : null;
		return { ...gift, from: words?.organisation?.name ?? words?.displayName ?? "" };
	});
	return { gifts, limits };
}

async function limitsOf(db: Db, campaignId: number, currencies: readonly string[]): Promise<HoldLimit[]> {
	const own = await db
		.selectFrom("fund_hold_limits")
		.where("campaign_id", "=", campaignId)
		.orderBy("currency")
		.select(["currency", "amount"])
		.execute();
	const known = new Set(own.map(({ currency }) => currency));
	const rest = currencies.filter((currency) => !known.has(currency));
	return [...own, ...rest.map((currency) => ({ currency, amount: usualHoldAbove(currency) }))].sort((a, b) =>
		a.currency.localeCompare(b.currency),
	);
}

/** Sets above what a gift waits for two; what came before stays as it was decided. */
export async function setHoldLimit(db: Db, campaignId: number, { currency, amount }: HoldLimit): Promise<void> {
	await db
		.insertInto("fund_hold_limits")
		.values({ campaign_id: campaignId, currency, amount })
		.onConflict((conflict) => conflict.columns(["campaign_id", "currency"]).doUpdateSet({ amount }))
		.execute();
}

/** What there is to decide by of a gift that waits; undefined where none such waits in that campaign. */
export async function heldFacts(db: Db, campaignId: number, giftId: string) {
	const { rows } = await sql<{ amount: number; currency: string; why: HoldReason }>`
		select g.amount, g.currency, h.why from held_gifts h join gifts g on g.id = h.gift_id
		where h.campaign_id = ${campaignId} and h.gift_id::text = ${giftId} and h.state = 'held'`.execute(db);
	return rows[0];
}
