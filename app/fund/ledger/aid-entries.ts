import { type Entry, entry, type Money, minus } from "./entry.ts";

/** What aid is given for. */
export type AidCategory = "family" | "lawyer" | "parcels" | "medical";

interface Aid {
	/** Of its row. */
	id: string;
	/** ISO 8601. */
	occurredOn: string;
}

/** The entry of aid that the committee has approved: promised, and no longer available. */
export function entryOfAidApproved({ id, occurredOn }: Aid, category: AidCategory, money: Money): Entry {
	return entry({ kind: "aid-approved", key: `aid:${id}:approved`, occurredOn }, [
		[`aid_${category}`, money],
		["aid_payable", minus(money)],
	]);
}

/**
 * The entry of aid that was paid.
 * @param fee what the bank took for it, in the same currency
 */
export function entryOfAidPaid({ id, occurredOn }: Aid, money: Money, fee = 0, from: "bank" | "cash" = "bank"): Entry {
	const { currency, amount } = money;
	return entry({ kind: "aid-paid", key: `aid:${id}:paid`, occurredOn }, [
		["aid_payable", money],
		["transfer_fees", { currency, amount: fee }],
		[from, { currency, amount: 0 - amount - fee }],
	]);
}

/** A journal as it stands in the books. */
export interface Posted extends Entry {
	seq: number;
}

/** The entry that takes a journal back: its exact mirror. Of approved aid that is the cancelling. */
export function entryOfReversal(journal: Posted, key: string, occurredOn: string): Entry {
	return entry(
		{ kind: journal.kind === "aid-approved" ? "aid-cancelled" : "reversal", key, occurredOn },
		journal.postings.map((leg) => [leg.account, minus(leg)] as const),
		{ reverses: journal.seq, ...(journal.giftId === undefined ? {} : { giftId: journal.giftId }) },
	);
}

/** The entry of approved aid that is not paid after all. */
export function entryOfAidCancelled(id: string, approved: Posted, occurredOn: string): Entry {
	return entryOfReversal(approved, `aid:${id}:cancelled`, occurredOn);
}
