import { sql } from "kysely";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { type GiftState, type GiftSums, giftState } from "../gifts/gift-state.ts";
import { donationPlace, type SealedDonation } from "../giving/donations.server.ts";
import type { Giver } from "../giving/give-fields.ts";
import { GONE } from "./mirror.server.ts";

/** One payment of a donation, as its giver may see it: amounts in minor units. */
export interface OwnGift {
	id: string;
	/** `YYYY-MM-DD`. */
	day: string;
	amount: number;
	currency: string;
	state: GiftState;
	/** What the fund has given back of it. */
	returned: number;
	/** What the processor took, in its own currency; null while nobody knows. */
	fee: { amount: number; currency: string } | null;
}

/** A monthly gift as it stands at Stripe. */
export interface OwnMonthly {
	subscription: string;
	/** Null once the giver has been erased. */
	customer: string | null;
	amount: number;
	currency: string;
	/** A month could not be charged. */
	behind: boolean;
	paused: boolean;
	nextOn: string | null;
	cancelOn: string | null;
	endedOn: string | null;
	/** Ended because the account that gifts go to now does not know it. */
	gone: boolean;
}

/** A donation as its own link shows it. */
export interface OwnDonation {
	id: string;
	campaignId: number;
	/** Of the fund's page. */
	slug: string;
	locale: Locale;
	reference: string;
	frequency: "once" | "monthly";
	way: "card" | "transfer" | "cash";
	/** Who gives it. */
	giver: Giver;
	currency: string;
	amount: number;
	cover: number;
	madeOn: string;
	/** The last day of the link that it was found by. */
	until: string;
	/** The holder's legal name; empty of a sample. */
	holder: string;
	sample: boolean;
	/** Null where nothing was typed, or it has been erased. */
	words: SealedDonation | null;
	monthly: OwnMonthly | null;
	/** Newest first. */
	gifts: OwnGift[];
}

/** `over`: there was such a link, and its days are past. */
export type FoundDonation = { state: "found"; donation: OwnDonation } | { state: "over" } | { state: "unknown" };

/** The donation that a link opens: that one and no other, whoever gave it. Reads in one statement and changes nothing. */
export async function findOwnDonation(db: Db, keys: KeyRing, token: string): Promise<FoundDonation> {
	const hash = hashToken(token);
	if (!hash) return { state: "unknown" };
	const { rows } = await sql<Row>`
		with link as (
			select donation_id as id, expires_on as until from donation_links where token_hash = ${hash}
			union all
			select id, link_until from donations where token_hash = ${hash})
		select d.id, d.campaign_id, c.slug, d.locale, d.reference, d.frequency, d.way, d.giver, d.currency, d.amount, d.cover,
			d.made_on, d.sealed, f.legal_name as holder, f.sample, l.until, l.until >= current_date as good,
			(select row_to_json(m) from monthly_gifts m where m.donation_id = d.id) as monthly,
			coalesce((select json_agg(json_build_object(
				'id', g.id, 'day', g.given_on, 'amount', g.amount, 'currency', g.currency, 'processing', g.processing,
				'failed', g.failed_on is not null, 'byCard', g.way = 'card', 'sums', row_to_json(s))
				order by g.given_on desc, g.id)
				from gifts g join gift_sums s on s.gift_id = g.id where g.donation_id = d.id), '[]') as gifts
		from link l
			join donations d on d.id = l.id
			join campaigns c on c.id = d.campaign_id
			join funds f on f.campaign_id = d.campaign_id`.execute(db);
	const [row] = rows;
	if (!row) return { state: "unknown" };
	return row.good ? { state: "found", donation: donationOf(keys, row) } : { state: "over" };
}

interface Row {
	id: string;
	campaign_id: number;
	slug: string;
	locale: string;
	reference: string;
	frequency: OwnDonation["frequency"];
	way: OwnDonation["way"];
	giver: Giver;
	currency: string;
	amount: number;
	cover: number;
	made_on: string;
	sealed: Buffer | null;
	holder: string;
	sample: boolean;
	until: string;
	good: boolean;
	monthly: {
		subscription: string;
		customer: string | null;
		status: string;
		currency: string;
		amount: number;
		cancel_on: string | null;
		paused: boolean;
		next_on: string | null;
		ended_on: string | null;
	} | null;
	gifts: {
		id: string;
		day: string;
		amount: number;
		currency: string;
		processing: boolean;
		failed: boolean;
		sums: GiftSums;
		byCard: boolean;
	}[];
}

function donationOf(keys: KeyRing, row: Row): OwnDonation {
	const { campaign_id: campaignId, made_on: madeOn, sealed, monthly, gifts, good: _, ...rest } = row;
	return {
		...rest,
		campaignId,
		madeOn,
		locale: isLocale(row.locale) ? row.locale : "en",
		words: sealed && open<SealedDonation>(keys, donationPlace(row.id), sealed),
		monthly: monthly && {
			subscription: monthly.subscription,
			customer: monthly.customer,
			amount: monthly.amount,
			currency: monthly.currency,
			behind: monthly.status === "past_due" || monthly.status === "unpaid",
			paused: monthly.paused,
			nextOn: monthly.next_on,
			cancelOn: monthly.cancel_on,
			endedOn: monthly.ended_on,
			gone: monthly.status === GONE,
		},
		gifts: gifts.map(({ id, day, amount, currency, sums, ...facts }) => ({
			id,
			day,
			amount,
			currency,
			state: giftState({ sums, ...facts }),
			returned:
				sums.posted && sums.gross === 0 && sums.unallocated === 0 && sums.refund_due === 0 ? amount : sums.refunded,
			fee: sums.fee === null ? null : { amount: sums.fee, currency: sums.fee_currency ?? currency },
		})),
	};
}
