import { type AccountCode, across, type Entry, entry, type Money, minus } from "./entry.ts";

/** What a line of a bank statement is. */
export type BankLineIs =
	| "gift"
	/** Money from Stripe that has arrived, or that went back there. */
	| "payout"
	/** The bank's own costs or interest. */
	| "fee"
	/** Counted cash that was paid in. */
	| "cash-paid-in"
	/** A gift that was sent back to its giver. */
	| "refund"
	/** A refund that had failed at Stripe, paid by bank. */
	| "refund-due"
	/** A gift whose money two have still to accept. */
	| "held"
	/** Nobody knows yet. */
	| "unknown";

const against: Readonly<Record<BankLineIs, AccountCode>> = {
	gift: "donations_bank",
	payout: "payout_transit",
	fee: "transfer_fees",
	"cash-paid-in": "cash",
	refund: "refunds",
	"refund-due": "refund_due",
	held: "unallocated",
	unknown: "unallocated",
};

/** What identifies a fact, and when it happened. */
interface Fact {
	/** Of its row: the part of the key after the colon. */
	id: string;
	/** ISO 8601. */
	occurredOn: string;
	giftId?: string;
}

/** The entry of a line of a bank statement; what came in is positive. */
export function entryOfBankLine({ id, occurredOn, giftId }: Fact, money: Money, is: BankLineIs): Entry {
	return entry(
		{ kind: `bank-${is}`, key: `bank:${id}`, occurredOn },
		across("bank", money, against[is]),
		giftId === undefined ? {} : { giftId },
	);
}

/** The entry of counted cash; `held` until two accept whom it is from. */
export function entryOfCash({ id, occurredOn, giftId }: Fact, money: Money, held = false): Entry {
	return entry(
		{ kind: held ? "cash-held" : "cash-gift", key: `cash:${id}`, occurredOn },
		across("cash", money, held ? "unallocated" : "donations_cash"),
		giftId === undefined ? {} : { giftId },
	);
}

/** The account of the gifts that come one way. */
export function incomeOf(way: "card" | "transfer" | "cash"): AccountCode {
	return ({ card: "donations_card", transfer: "donations_bank", cash: "donations_cash" } as const)[way];
}

/**
 * The entry by which money in `unallocated`, whose nobody knew, is a gift's that waits for two: it stays where it stands.
 * @param id of the transaction or journal that brought it there
 */
export function entryOfHolding({ id, occurredOn, giftId }: Required<Fact>, money: Money): Entry {
	const postings: Entry["postings"] = [money, minus(money)].map((leg) => ({ account: "unallocated", ...leg }));
	return { kind: "held", key: `held:${id}`, occurredOn, giftId, postings };
}

/**
 * The entry of money in `unallocated` that is explained, or accepted.
 * @param money what came in is positive, what went out negative
 * @param to what it turned out to be: `incomeOf` a gift's way, a fee, a payout
 */
export function entryOfAllocation({ id, occurredOn, giftId }: Fact, money: Money, to: AccountCode): Entry {
	return entry(
		{ kind: "allocation", key: `allocation:${id}`, occurredOn },
		[
			["unallocated", money],
			[to, minus(money)],
		],
		giftId === undefined ? {} : { giftId },
	);
}
