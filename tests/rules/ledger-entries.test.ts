import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type AidCategory,
	type BalanceTxn,
	type BankLineIs,
	type Entry,
	entry,
	entryOfAidApproved,
	entryOfAidCancelled,
	entryOfAidPaid,
	entryOfAllocation,
	entryOfBalanceTxn,
	entryOfBankLine,
	entryOfCash,
	entryOfLostDispute,
	entryOfReversal,
	entryOfWonRest,
	incomeOf,
	UNKNOWN_KIND,
} from "#app/fund/ledger/entries.ts";

// What any entry is, whatever the amounts: balanced in each currency, and at Stripe just what Stripe recorded.

const currency = fc.constantFrom("EUR", "USD", "GBP", "JPY", "KWD");
const amount = fc.integer({ min: 1, max: 1e12 });
const money = fc.record({ currency, amount });
const day = fc.constantFrom("2026-11-02", "2026-12-16");
const giftId = fc.option(fc.constant("0e4ac8b4-5c5f-4b34-8f86-5d1e0b2b6a55"), { nil: null });
const category = fc.oneof(
	fc.constantFrom("charge", "refund", "refund_failure", "charge_failure", "dispute", "dispute_reversal"),
	fc.constantFrom("fee", "network_cost", "payout", "payout_reversal", "topup", "topup_reversal"),
	// What Stripe may call something tomorrow; and names that every object has.
	fc.constantFrom("risk_reserved_funds", "other_adjustment", "constructor", "__proto__", ""),
);
const txn: fc.Arbitrary<BalanceTxn> = fc
	.record({
		reportingCategory: category,
		currency,
		amount: fc.integer({ min: -1e12, max: 1e12 }),
		fee: fc.integer({ min: -1e6, max: 1e6 }),
		createdOn: day,
	})
	.map((facts) => ({
		...facts,
		...{ id: "txn_1", source: null, type: "charge", net: facts.amount - facts.fee },
		...{ exchangeRate: null, feeDetails: [], availableOn: null },
	}));
const about = fc.record({ giftId, held: fc.boolean(), presented: money }, { requiredKeys: ["giftId"] });

function sums({ postings }: Entry, of: (account: string) => boolean = () => true): Record<string, number> {
	const by: Record<string, number> = {};
	for (const { account, currency, amount } of postings) if (of(account)) by[currency] = (by[currency] ?? 0) + amount;
	return Object.fromEntries(Object.entries(by).filter(([, sum]) => sum !== 0));
}

/** Balanced in each currency, of whole amounts that are not nothing, and no account twice in one currency. */
function expectSound(posted: Entry) {
	expect(sums(posted)).toEqual({});
	for (const leg of posted.postings) expect(leg.amount !== 0 && Number.isSafeInteger(leg.amount)).toBe(true);
	const accounts = posted.postings.map((leg) => `${leg.account} ${leg.currency}`);
	expect(new Set(accounts).size).toBe(accounts.length);
}

describe("the entry of a balance transaction", () => {
	test("balances, and moves at Stripe its net and nothing else", () => {
		fc.assert(
			fc.property(txn, about, (txn, about) => {
				const posted = entryOfBalanceTxn(txn, about);
				expectSound(posted);
				const net = txn.net === 0 ? {} : { [txn.currency]: txn.net };
				expect(sums(posted, (account) => account === "stripe_balance")).toEqual(net);
				expect(posted).toMatchObject({ key: "stripe:txn_1", stripeTxn: "txn_1", occurredOn: txn.createdOn });
			}),
			{ numRuns: 500 },
		);
	});
	test("is one journal for every amount but none: nothing that moved is dropped", () => {
		fc.assert(
			fc.property(txn, about, (txn, about) => {
				const moved = txn.amount !== 0 || txn.fee !== 0;
				const foreseen = entryOfBalanceTxn(txn, about).kind !== UNKNOWN_KIND;
				// Of what nobody foresaw only the net is known to have moved; a fee of a fee stands against itself.
				const against = foreseen && !["fee", "network_cost"].includes(txn.reportingCategory);
				const needed = against ? moved : txn.net !== 0;
				expect(entryOfBalanceTxn(txn, about).postings.length >= 2).toBe(needed);
			}),
			{ numRuns: 500 },
		);
	});
	test("goes to unallocated where nobody foresaw its category, or knows its gift", () => {
		fc.assert(
			fc.property(txn, (txn) => {
				const { kind, postings } = entryOfBalanceTxn(txn, { giftId: null });
				const accounts = postings.map(({ account }) => account);
				if (kind === UNKNOWN_KIND)
					expect(accounts.every((account) => ["stripe_balance", "unallocated"].includes(account))).toBe(true);
				expect(accounts).not.toContain("donations_card");
				expect(accounts).not.toContain("refunds");
			}),
		);
	});
	test("looks at the category and never at the type", () => {
		fc.assert(
			fc.property(txn, about, fc.string(), (txn, about, type) => {
				expect(entryOfBalanceTxn({ ...txn, type }, about)).toEqual(entryOfBalanceTxn(txn, about));
			}),
		);
	});
});

describe("every other entry balances", () => {
	const lines: BankLineIs[] = ["gift", "payout", "fee", "cash-paid-in", "refund", "refund-due", "held", "unknown"];
	const fact = { id: "1", occurredOn: "2026-11-02" };
	test.each(lines)("a bank line that is %s, in and out, moves the bank by its amount", (is) => {
		fc.assert(
			fc.property(money, fc.boolean(), ({ currency, amount }, out) => {
				const line = { currency, amount: out ? 0 - amount : amount };
				const posted = entryOfBankLine(fact, line, is);
				expectSound(posted);
				expect(sums(posted, (account) => account === "bank")).toEqual({ [currency]: line.amount });
			}),
		);
	});
	test("cash, allocations, aid from its approval to its end, disputes that have ended", () => {
		const categories = fc.constantFrom<AidCategory>("family", "lawyer", "parcels", "medical");
		const fee = fc.integer({ min: 0, max: 1e6 });
		fc.assert(
			fc.property(money, money, categories, fee, giftId, (left, presented, category, fee, giftId) => {
				const approved = entryOfAidApproved(fact, category, left);
				const cancelled = entryOfAidCancelled("1", { ...approved, seq: 7 }, "2026-11-03");
				const ended = { dispute: "dp_1", occurredOn: "2026-11-02", giftId, left };
				const posted = [
					entryOfCash(fact, left),
					entryOfCash(fact, left, true),
					entryOfAllocation(fact, left, incomeOf("transfer")),
					approved,
					cancelled,
					entryOfAidPaid(fact, left, fee),
					entryOfAidPaid(fact, left, fee, "cash"),
					entryOfLostDispute(ended),
					entryOfLostDispute({ ...ended, presented }),
					entryOfWonRest(ended),
				];
				posted.forEach(expectSound);
				expect(new Set(posted.map(({ key }) => key)).size).toBe(7);
				expect(cancelled).toMatchObject({ kind: "aid-cancelled", reverses: 7, key: "aid:1:cancelled" });
			}),
		);
	});
	test("what takes a journal back is its mirror, and so is what takes that back", () => {
		fc.assert(
			fc.property(txn, about, (txn, about) => {
				const posted = entryOfBalanceTxn(txn, about);
				const back = entryOfReversal({ ...posted, seq: 1 }, "back", "2026-11-03");
				expectSound(back);
				const again = entryOfReversal({ ...back, seq: 2 }, "again", "2026-11-03");
				expect(again.postings).toEqual(posted.postings);
			}),
		);
	});
});

test("an entry that does not balance, or whose amounts are not whole, is a fault of the program", () => {
	const head = { kind: "test", key: "test:1", occurredOn: "2026-11-02" };
	const euros = (amount: number) => ({ currency: "EUR", amount });
	expect(() => entry(head, [["bank", euros(1)]])).toThrow("test:1: unbalanced");
	const dollars = { currency: "USD", amount: -1 };
	expect(() =>
		entry(head, [
			["bank", euros(1)],
			["fx", dollars],
		]),
	).toThrow("unbalanced");
	for (const amount of [0.5, 2 ** 53, Number.NaN])
		expect(() =>
			entry(head, [
				["bank", euros(amount)],
				["fx", euros(0 - amount)],
			]),
		).toThrow("test:1");
});
