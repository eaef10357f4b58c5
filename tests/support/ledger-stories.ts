import {
	type BalanceTxn,
	type Entry,
	entryOfAidApproved,
	entryOfAidPaid,
	entryOfAllocation,
	entryOfBankLine,
	entryOfCash,
	entryOfLostDispute,
	entryOfWonRest,
	incomeOf,
	type Money,
	type TxnAbout,
} from "#app/fund/ledger/entries.ts";

/** What happens in a story, one thing after the other. */
export type Step =
	| { txn: BalanceTxn; about: TxnAbout }
	| { entry: Entry }
	/** The journal of one key is taken back under another. */
	| { back: string; as: string; on: string };

/** A story of the books: what happened, told for a treasurer. */
export interface Story {
	/** The file of its postings: tests/stories/ledger/NAME.md. */
	name: string;
	title: string;
	told: string;
	/** @param gift the id of a gift of the story */
	steps(gift: string): Step[];
}

const on = (day: number) => `2026-11-${String(day).padStart(2, "0")}`;
const eur = (amount: number): Money => ({ currency: "EUR", amount });

/** A balance transaction as Stripe would record it. */
function txn(
	id: string,
	day: number,
	reportingCategory: string,
	amount: number,
	fee = 0,
	{ currency = "EUR", type = reportingCategory, exchangeRate = null as string | null } = {},
): BalanceTxn {
	const feeDetails = fee === 0 ? [] : [{ type: "stripe_fee", amount: fee, currency: currency.toLowerCase() }];
	const days = { createdOn: on(day), availableOn: "2026-12-10" };
	const net = amount - fee;
	return {
		id: `txn_${id}`,
		source: null,
		type,
		reportingCategory,
		currency,
		amount,
		fee,
		net,
		exchangeRate,
		feeDetails,
		...days,
	};
}

const gift25 = (giftId: string): Step => ({ txn: txn("gift", 2, "charge", 2_500, 63), about: { giftId } });
const withdrawn = (giftId: string): Step => ({
	txn: txn("withdrawn", 5, "dispute", -2_500, 2_000, { type: "adjustment" }),
	about: { giftId },
});
const bankGift: Step = { entry: entryOfBankLine({ id: "statement-1:4", occurredOn: on(3) }, eur(100_000), "gift") };

/** Every row of the table of postings in docs/ledger.md, as a story. */
export const stories: readonly Story[] = [
	{
		name: "card-gift",
		title: "A gift by card",
		told: "25.00 € by card; Stripe keeps 0.63 €. The gift is booked whole, and the fee beside it.",
		steps: (gift) => [gift25(gift)],
	},
	{
		name: "dollars-to-euros",
		title: "A gift in dollars that arrives in euros",
		told: "30.00 $ become 27.51 €, of which Stripe keeps 0.98 €. Each currency balances; what stands in fx is no profit. 5.00 $ are given back.",
		steps: (giftId) => [
			{
				txn: txn("gift", 2, "charge", 2_751, 98, { exchangeRate: "0.917" }),
				about: { giftId, presented: { currency: "USD", amount: 3_000 } },
			},
			{
				txn: txn("refund", 3, "refund", -462, 0, { exchangeRate: "0.924" }),
				about: { giftId, presented: { currency: "USD", amount: 500 } },
			},
		],
	},
	{
		name: "yen",
		title: "A gift in yen",
		told: "¥1500 are 1500 of the smallest unit: a yen has no hundredths.",
		steps: (giftId) => [{ txn: txn("gift", 2, "charge", 1_500, 54, { currency: "JPY" }), about: { giftId } }],
	},
	{
		name: "sepa-returned",
		title: "A direct debit that the bank takes back",
		told: "Nothing is booked while it is on its way. It arrives, and six days later the bank takes it back and Stripe keeps 3.50 €.",
		steps: (giftId) => [
			{ txn: txn("gift", 2, "charge", 2_500, 35, { type: "payment" }), about: { giftId } },
			{ txn: txn("returned", 8, "charge_failure", -2_500, 350, { type: "payment_failure_refund" }), about: { giftId } },
		],
	},
	{
		name: "partial-refunds",
		title: "Two parts of a gift are given back",
		told: "Twice 5.00 € of 25.00 €: each by itself. Stripe keeps the fee of the gift.",
		steps: (giftId) => [
			gift25(giftId),
			{ txn: txn("refund_1", 3, "refund", -500), about: { giftId } },
			{ txn: txn("refund_2", 4, "refund", -500), about: { giftId } },
		],
	},
	{
		name: "failed-refund",
		title: "A refund that does not arrive",
		told: "The giver's bank sends 5.00 € back to Stripe. They are owed to the giver until the treasurer pays them by bank.",
		steps: (giftId) => [
			gift25(giftId),
			bankGift,
			{ txn: txn("refund", 3, "refund", -500), about: { giftId } },
			{ txn: txn("refund_failed", 6, "refund_failure", 500, 0, { type: "refund_failure" }), about: { giftId } },
			{ entry: entryOfBankLine({ id: "statement-1:9", occurredOn: on(9), giftId }, eur(-500), "refund-due") },
		],
	},
	{
		name: "dispute-won",
		title: "A dispute that is won",
		told: "The money leaves the balance when the bank withdraws it, not when the dispute ends; its fee goes with it. Won, both come back.",
		steps: (giftId) => [
			gift25(giftId),
			withdrawn(giftId),
			{ txn: txn("reinstated", 20, "dispute_reversal", 2_500, -2_000, { type: "adjustment" }), about: { giftId } },
		],
	},
	{
		name: "dispute-won-in-dollars",
		title: "A dispute in another currency that is won",
		told: "27.51 € were withdrawn, 27.40 € come back: the rate has moved, and the difference is a matter of exchange.",
		steps: (giftId) => [
			{
				txn: txn("gift", 2, "charge", 2_751, 98, { exchangeRate: "0.917" }),
				about: { giftId, presented: { currency: "USD", amount: 3_000 } },
			},
			{ txn: txn("withdrawn", 5, "dispute", -2_751, 2_000, { exchangeRate: "0.917" }), about: { giftId } },
			{ txn: txn("reinstated", 20, "dispute_reversal", 2_740, 0, { exchangeRate: "0.9133" }), about: { giftId } },
			{ entry: entryOfWonRest({ dispute: "dp_1", occurredOn: on(20), giftId, left: eur(11) }) },
		],
	},
	{
		name: "dispute-lost",
		title: "A dispute that is lost",
		told: "What was withdrawn stays with the bank, and so does the fee. No money moves when it ends.",
		steps: (giftId) => [
			gift25(giftId),
			withdrawn(giftId),
			{ entry: entryOfLostDispute({ dispute: "dp_1", occurredOn: on(20), giftId, left: eur(2_500) }) },
		],
	},
	{
		name: "dispute-lost-and-won-after-all",
		title: "A dispute that is lost, and then won",
		told: "The loss is taken back by its mirror; nothing that stands is changed.",
		steps: (giftId) => [
			gift25(giftId),
			withdrawn(giftId),
			{ entry: entryOfLostDispute({ dispute: "dp_1", occurredOn: on(20), giftId, left: eur(2_500) }) },
			{ txn: txn("reinstated", 25, "dispute_reversal", 2_500, 0, { type: "adjustment" }), about: { giftId } },
			{ back: "dispute:dp_1:lost", as: "dispute:dp_1:lost:back", on: on(25) },
		],
	},
	{
		name: "inquiry",
		title: "An inquiry",
		told: "The giver's bank asks a question and withdraws nothing: nothing is booked beyond the gift.",
		steps: (giftId) => [gift25(giftId)],
	},
	{
		name: "stripe-fee",
		title: "A fee of Stripe's own",
		told: "5.00 € for a month of a service, not for any gift.",
		steps: (giftId) => [
			gift25(giftId),
			{ txn: txn("fee", 30, "fee", -500, 0, { type: "stripe_fee" }), about: { giftId: null } },
		],
	},
	{
		name: "payout",
		title: "A payout arrives",
		told: "900.00 € leave Stripe, are on their way, and are seen on the bank's statement.",
		steps: (giftId) => [
			{ txn: txn("gift", 2, "charge", 100_000, 1_525), about: { giftId } },
			{ txn: txn("payout", 9, "payout", -90_000), about: { giftId: null } },
			{ entry: entryOfBankLine({ id: "statement-1:7", occurredOn: on(11) }, eur(90_000), "payout") },
		],
	},
	{
		name: "payout-failed",
		title: "A payout fails",
		told: "900.00 € leave Stripe and come back: the bank did not take them.",
		steps: (giftId) => [
			{ txn: txn("gift", 2, "charge", 100_000, 1_525), about: { giftId } },
			{ txn: txn("payout", 9, "payout", -90_000), about: { giftId: null } },
			{
				txn: txn("payout_failed", 12, "payout_reversal", 90_000, 0, { type: "payout_failure" }),
				about: { giftId: null },
			},
		],
	},
	{
		name: "bank-gift",
		title: "A gift by bank",
		told: "100.00 € with a reference that we know.",
		steps: (giftId) => [
			{ entry: entryOfBankLine({ id: "statement-1:3", occurredOn: on(3), giftId }, eur(10_000), "gift") },
		],
	},
	{
		name: "unknown-reference",
		title: "A bank line that nobody knows, and later does",
		told: "100.00 € without a reference are nobody's until the giver writes; then they are a gift, in the month in which that is known.",
		steps: (giftId) => [
			{ entry: entryOfBankLine({ id: "statement-1:5", occurredOn: on(4) }, eur(10_000), "unknown") },
			{
				entry: entryOfAllocation(
					{ id: "statement-1:5", occurredOn: on(18), giftId },
					eur(10_000),
					incomeOf("transfer"),
				),
			},
		],
	},
	{
		name: "held-gift",
		title: "A gift that two have to accept",
		told: "500.00 € from a party wait, unexplained and not available, and are accepted. Another 200.00 € are given back.",
		steps: (giftId) => [
			{ txn: txn("gift", 2, "charge", 50_000, 775), about: { giftId, held: true } },
			{ entry: entryOfAllocation({ id: giftId, occurredOn: on(6), giftId }, eur(50_000), incomeOf("card")) },
			{ txn: txn("gift_2", 7, "charge", 20_000, 325), about: { giftId, held: true } },
			{ txn: txn("refund_2", 8, "refund", -20_000), about: { giftId, held: true } },
		],
	},
	{
		name: "cash",
		title: "Counted cash",
		told: "Two count 84.50 € after a meeting; 80.00 € are paid in at the bank.",
		steps: (giftId) => [
			{ entry: entryOfCash({ id: giftId, occurredOn: on(14), giftId }, eur(8_450)) },
			{ entry: entryOfBankLine({ id: "statement-1:11", occurredOn: on(16) }, eur(8_000), "cash-paid-in") },
		],
	},
	{
		name: "aid-paid",
		title: "Aid is approved and paid",
		told: "300.00 € for a family: promised when two have approved, gone when the bank has paid them and taken 4.50 €.",
		steps: () => [
			bankGift,
			{ entry: entryOfAidApproved({ id: "1", occurredOn: on(10) }, "family", eur(30_000)) },
			{ entry: entryOfAidPaid({ id: "1", occurredOn: on(12) }, eur(30_000), 450) },
		],
	},
	{
		name: "aid-cancelled",
		title: "Aid is approved and not paid after all",
		told: "The promise is taken back by its mirror, and the money is available again.",
		steps: () => [
			bankGift,
			{ entry: entryOfAidApproved({ id: "1", occurredOn: on(10) }, "lawyer", eur(30_000)) },
			{ back: "aid:1:approved", as: "aid:1:cancelled", on: on(15) },
		],
	},
	{
		name: "unknown-to-stripe-too",
		title: "A movement at Stripe that nobody foresaw",
		told: "It is booked against unallocated by what it moved, and somebody is told: nothing is dropped.",
		steps: (giftId) => [
			gift25(giftId),
			{
				txn: txn("reserve", 4, "risk_reserved_funds", -1_000, 20, { type: "reserved_funds" }),
				about: { giftId: null },
			},
		],
	},
	{
		name: "unlinked-payment",
		title: "A payment that belongs to no gift we know",
		told: "It stands in unallocated until somebody has found whose it is.",
		steps: (giftId) => [
			{ txn: txn("gift", 2, "charge", 2_500, 63), about: { giftId: null } },
			{ entry: entryOfAllocation({ id: "txn_gift", occurredOn: on(4), giftId }, eur(2_500), incomeOf("card")) },
		],
	},
];
