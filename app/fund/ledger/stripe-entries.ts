import { type AccountCode, across, type Entry, entry, type Money } from "./entry.ts";

/** Stripe's record of one movement of money (Balance Transaction), as `stripe_balance_txns` mirrors it. */
export interface BalanceTxn {
	/** `txn_…` */
	id: string;
	/** What it moved money for: `ch_…`, `re_…`, `dp_…`, `po_…`; null for Stripe's own fees. */
	source: string | null;
	type: string;
	reportingCategory: string;
	/** In capitals, as all our currencies are; Stripe writes small letters. */
	currency: string;
	/** Minor units; `net` is `amount` less `fee`. */
	amount: number;
	fee: number;
	net: number;
	/** Decimal digits, where another currency was changed into this one. */
	exchangeRate: string | null;
	feeDetails: readonly { type: string; amount: number; currency: string }[];
	/** ISO 8601, the day in UTC. */
	createdOn: string;
	availableOn: string | null;
}

/** What the site knows of a balance transaction beyond itself. */
export interface TxnAbout {
	/** The gift that it belongs to; null where none is known. */
	giftId: string | null;
	/** The gift's money stands in `unallocated`, because two have still to accept it. */
	held?: boolean;
	/**
	 * What was charged, refunded or disputed as its source says it, in the source's own currency, with the sign of the
	 * transaction's amount left out; absent where that is the transaction's currency.
	 */
	presented?: Money;
}

/** How money of one reporting category is booked. */
interface Row {
	kind: string;
	/** What stands against Stripe's balance. */
	against: AccountCode;
	/** What the fee is debited to. */
	fees: AccountCode;
	/** What is a gift's, and stands in `unallocated` as long as the gift itself does, or is not known. */
	ofGift?: true;
	/** Booked in the currency that was charged: through fx where it is another one. */
	asPresented?: true;
}

const processor = "processor_fees";

/** By `reporting_category` (docs.stripe.com/reports/reporting-categories), never by a description. */
const rows: Readonly<Record<string, Row>> = {
	charge: { kind: "card-gift", against: "donations_card", fees: processor, ofGift: true, asPresented: true },
	refund: { kind: "refund", against: "refunds", fees: processor, ofGift: true, asPresented: true },
	// A direct debit that the bank took back.
	charge_failure: { kind: "gift-returned", against: "refunds", fees: processor, ofGift: true, asPresented: true },
	// It never reached the giver, to whom it is owed.
	refund_failure: { kind: "refund-failed", against: "refund_due", fees: processor, asPresented: true },
	// Whoever wins, until then it is nobody's.
	dispute: { kind: "dispute-withdrawn", against: "disputed", fees: "dispute_fees" },
	dispute_reversal: { kind: "dispute-reinstated", against: "disputed", fees: "dispute_fees" },
	fee: { kind: "stripe-fee", against: processor, fees: processor },
	network_cost: { kind: "stripe-fee", against: processor, fees: processor },
	payout: { kind: "payout", against: "payout_transit", fees: processor },
	payout_reversal: { kind: "payout-returned", against: "payout_transit", fees: processor },
	topup: { kind: "topup", against: "payout_transit", fees: processor },
	topup_reversal: { kind: "topup-returned", against: "payout_transit", fees: processor },
};

/** The kind of an entry whose category nobody foresaw: staff has to say what it is. */
export const UNKNOWN_KIND = "stripe-unknown";

/**
 * The entry of a balance transaction; Σ of its legs on `stripe_balance` is the transaction's net. What nobody foresaw
 * goes to `unallocated`, as does a gift that is not known.
 * @returns an entry without postings where no money moved
 */
export function entryOfBalanceTxn(txn: BalanceTxn, about: TxnAbout): Entry {
	const { currency } = txn;
	const row = Object.hasOwn(rows, txn.reportingCategory) ? rows[txn.reportingCategory] : undefined;
	const { against, kind } = placeOf(row, about);
	const fee = row ? txn.fee : 0;
	const settled = { currency, amount: row ? txn.amount : txn.net };
	const elsewhere = row?.asPresented && txn.amount !== 0 ? about.presented : undefined;
	const given = elsewhere ? signed(elsewhere, txn.amount) : settled;
	return entry(
		{ kind, key: `stripe:${txn.id}`, occurredOn: txn.createdOn },
		[
			...across("stripe_balance", settled, against, given),
			[row?.fees ?? processor, { currency, amount: fee }],
			["stripe_balance", { currency, amount: 0 - fee }],
		],
		{ stripeTxn: txn.id, ...(about.giftId === null ? {} : { giftId: about.giftId }) },
	);
}

function placeOf(row: Row | undefined, { giftId, held }: TxnAbout): { against: AccountCode; kind: string } {
	if (!row) return { against: "unallocated", kind: UNKNOWN_KIND };
	if (!row.ofGift || (giftId !== null && !held)) return row;
	return { against: "unallocated", kind: `${giftId === null ? "unlinked" : "held"}-${row.kind}` };
}

function signed({ currency, amount }: Money, like: number): Money {
	return { currency, amount: like < 0 ? 0 - Math.abs(amount) : Math.abs(amount) };
}

/** A dispute that has ended. */
export interface EndedDispute {
	/** `dp_…` (`du_…` in newer accounts). */
	dispute: string;
	occurredOn: string;
	giftId: string | null;
	/** What still stands in `disputed` for it: the sum of its journals there. */
	left: Money;
}

/**
 * The entry of a dispute that was lost: what the bank had withdrawn stays with the giver.
 * @param held the gift's money stood in `unallocated`
 * @param presented the same money in the gift's own currency, where that is another one
 */
export function entryOfLostDispute({
	dispute,
	occurredOn,
	giftId,
	left,
	held = giftId === null,
	presented,
}: EndedDispute & { held?: boolean; presented?: Money }): Entry {
	const given = presented && signed(presented, left.amount);
	return entry(
		{ kind: "dispute-lost", key: `dispute:${dispute}:lost`, occurredOn },
		across(held ? "unallocated" : "chargebacks", given ?? left, "disputed", left),
		giftId === null ? {} : { giftId },
	);
}

/** The entry of what a won dispute left in `disputed`: the money came back at another rate than it went. */
export function entryOfWonRest({ dispute, occurredOn, giftId, left }: EndedDispute): Entry {
	return entry(
		{ kind: "dispute-rest", key: `dispute:${dispute}:rest`, occurredOn },
		across("fx", left, "disputed"),
		giftId === null ? {} : { giftId },
	);
}
