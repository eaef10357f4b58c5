/** What became of a gift. */
export type GiftState =
	| "waiting"
	| "processing"
	| "failed"
	| "fee-pending"
	| "held"
	| "refund-due"
	| "received"
	| "disputed"
	| "charged-back"
	| "refunded"
	| "refunded-in-part";

/** What the books say of a gift: a row of the view `gift_sums`, minor units. */
export interface GiftSums {
	/** Anything at all stands in the books. */
	posted: boolean;
	/** What it was, as income. */
	gross: number;
	refunded: number;
	charged_back: number;
	/** In the currency that Stripe holds. */
	disputed: number;
	/** In `unallocated`: two have still to accept it. */
	unallocated: number;
	/** Owed to its giver: it was not accepted, or a refund of it has failed. */
	refund_due: number;
	/** What Stripe took; null while it has not said. */
	fee: number | null;
	fee_currency: string | null;
	/** Its bank asks for it back. An inquiry, which moves no money, is none. */
	case_open: boolean;
}

/** What decides what became of a gift. */
export interface GiftFacts {
	processing: boolean;
	failed: boolean;
	byCard: boolean;
	sums: GiftSums;
}

/** The state of a gift: of its journals, an open case and its way alone, never of what an event once said. */
export function giftState({ processing, failed, byCard, sums }: GiftFacts): GiftState {
	if (!sums.posted) return processing ? "processing" : failed ? "failed" : byCard ? "fee-pending" : "waiting";
	if (sums.case_open || sums.disputed > 0) return "disputed";
	if (sums.charged_back > 0) return "charged-back";
	if (sums.unallocated > 0) return "held";
	// One that was held and goes back was never income; by transfer it has gone once the bank's line is recorded.
	if (sums.gross === 0 && sums.refund_due > 0) return "refund-due";
	if (sums.refunded >= sums.gross) return "refunded";
	return sums.refunded > 0 ? "refunded-in-part" : "received";
}
