import { referencesIn } from "../giving/reference.ts";
import type { StatementLine } from "./statement.ts";

/** What the books know that a line may be. */
export interface Known {
	/** Donations of this fund whose reference stands in the line. */
	donations: readonly { id: string; reference: string }[];
	/** Payouts of this currency and amount that no line has brought yet, the one expected first in front. */
	payouts: readonly { id: string }[];
	/** Payments of aid of this currency and amount, fee and all, that stand in the books without their line. */
	aid: readonly { seq: number; key: string }[];
	/** It is no more than one may call the bank's charge; more is said by two. */
	mayBeFee: boolean;
}

/** What a line is taken for by itself. */
export type Match =
	| { is: "gift"; donation: Known["donations"][number] }
	| { is: "payout"; payoutId: string }
	| { is: "aid"; paid: Known["aid"][number] }
	| { is: "fee" }
	| { is: "unknown" };

/** What of a line, or of a part of one, says what it is. */
export type Matched = Pick<StatementLine, "bookedOn" | "currency" | "amount" | "text" | "counterparty" | "fee">;

/** What is looked up for a line. */
export function askedOf({ amount, text, counterparty }: Matched): { references: string[]; mayBePayout: boolean } {
	return {
		references: amount > 0 ? referencesIn(text) : [],
		// A person who gives what a payout happens to be is none: Stripe names itself in what it sends.
		mayBePayout: /\bstripe\b/i.test(`${text} ${counterparty}`),
	};
}

/**
 * Decides what a line is. What could be two things is neither: the desk says.
 * @param known what `askedOf` made one look up
 */
export function match({ amount, fee }: Matched, { donations, payouts, aid, mayBeFee }: Known): Match {
	const [donation, ...others] = donations;
	if (amount > 0 && donation && others.length === 0) return { is: "gift", donation };
	if (donation) return { is: "unknown" };
	const [payout] = payouts;
	if (payout) return { is: "payout", payoutId: payout.id };
	if (fee && amount < 0) return { is: mayBeFee ? "fee" : "unknown" };
	const [paid, ...more] = aid;
	return paid && more.length === 0 ? { is: "aid", paid } : { is: "unknown" };
}
