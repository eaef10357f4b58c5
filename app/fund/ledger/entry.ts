/** The accounts that a fund may have: `ledger_chart` of migration 0026 has a row for each. */
export type AccountCode =
	| "stripe_balance"
	| "disputed"
	| "payout_transit"
	| "bank"
	| "cash"
	| "aid_payable"
	| "unallocated"
	| "refund_due"
	| "donations_card"
	| "donations_bank"
	| "donations_cash"
	| "refunds"
	| "chargebacks"
	| "processor_fees"
	| "dispute_fees"
	| "transfer_fees"
	| "aid_family"
	| "aid_lawyer"
	| "aid_parcels"
	| "aid_medical"
	| "fx";

/** An amount in minor units of its currency (ISO 4217, capitals). */
export interface Money {
	currency: string;
	amount: number;
}

/** One leg of an entry: debit is positive, credit negative. */
export interface Posting extends Money {
	account: AccountCode;
}

/** One fact of the books, as it is posted. */
export interface Entry {
	kind: string;
	/** Says which fact it is, so that it is posted once. */
	key: string;
	/** The day, ISO 8601. */
	occurredOn: string;
	giftId?: string;
	/** The balance transaction of Stripe that it books. */
	stripeTxn?: string;
	/** The journal that it takes back. */
	reverses?: number;
	postings: Posting[];
}

type Facts = Omit<Entry, "kind" | "key" | "occurredOn" | "postings">;

/**
 * Puts an entry together: legs of one account and currency become one, and those of nothing are left out.
 * @param legs each account with what is debited to it
 * @throws RangeError when the legs do not balance in each currency, or are no whole numbers that JavaScript holds exactly
 */
export function entry(
	head: { kind: string; key: string; occurredOn: string },
	legs: readonly (readonly [AccountCode, Money])[],
	facts: Facts = {},
): Entry {
	const sums = new Map<string, Posting>();
	const balance = new Map<string, number>();
	for (const [account, { currency, amount }] of legs) {
		const before = sums.get(`${account} ${currency}`)?.amount ?? 0;
		sums.set(`${account} ${currency}`, { account, currency, amount: before + amount });
		balance.set(currency, (balance.get(currency) ?? 0) + amount);
	}
	const postings = [...sums.values()].filter(({ amount }) => amount !== 0);
	if (!postings.every(({ amount }) => Number.isSafeInteger(amount))) throw new RangeError(`${head.key}: not whole`);
	if ([...balance.values()].some((left) => left !== 0)) throw new RangeError(`${head.key}: unbalanced`);
	return { ...head, ...facts, postings };
}

/** The same amount on the other side. */
export function minus({ currency, amount }: Money): Money {
	// Not -0, which is another value to whoever compares.
	return { currency, amount: 0 - amount };
}

/**
 * Money that leaves one account and comes to another, in another currency where `given` is: through `fx`, so that each
 * currency balances. What stands there is the open position, never a profit.
 * @param settled what is debited to `to` (credited, where it is negative)
 * @param given the same money as it is credited to `from`
 */
export function across(
	to: AccountCode,
	settled: Money,
	from: AccountCode,
	given: Money = settled,
): (readonly [AccountCode, Money])[] {
	if (given.currency === settled.currency)
		return [
			[to, settled],
			[from, minus(settled)],
		];
	return [
		["fx", given],
		[from, minus(given)],
		[to, settled],
		["fx", minus(settled)],
	];
}
