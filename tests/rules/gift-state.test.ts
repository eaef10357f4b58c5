import { expect, test } from "vitest";
import { type GiftFacts, type GiftSums, giftState } from "#app/fund/gifts/gift-state.ts";

const nothing: GiftSums = {
	posted: false,
	gross: 0,
	refunded: 0,
	charged_back: 0,
	disputed: 0,
	unallocated: 0,
	refund_due: 0,
	fee: null,
	fee_currency: null,
	case_open: false,
};
const booked: GiftSums = { ...nothing, posted: true, gross: 2_500, fee: 62, fee_currency: "EUR" };
const card: Omit<GiftFacts, "sums"> = { processing: false, failed: false, byCard: true };

test("bar 6: a card's payment of which nothing is in the books yet waits for its fee; a transfer waits for itself", () => {
	expect(giftState({ ...card, sums: nothing })).toBe("fee-pending");
	expect(giftState({ ...card, byCard: false, sums: nothing })).toBe("waiting");
});

test.each([
	["processing", { ...card, processing: true, sums: nothing }],
	["failed", { ...card, failed: true, sums: nothing }],
	["received", { ...card, sums: booked }],
	// What the books have stands above what an event once said.
	["received", { ...card, processing: true, failed: true, sums: booked }],
	["held", { ...card, sums: { ...booked, gross: 0, unallocated: 2_500 } }],
	// Two have decided to give it back, and no line of the bank says that it left.
	["refund-due", { ...card, byCard: false, sums: { ...booked, gross: 0, refund_due: 2_500 } }],
	["refunded-in-part", { ...card, sums: { ...booked, refunded: 2_499 } }],
	["refunded", { ...card, sums: { ...booked, refunded: 2_500 } }],
	["refunded", { ...card, sums: { ...booked, gross: 0 } }],
	["disputed", { ...card, sums: { ...booked, disputed: 2_500 } }],
	["disputed", { ...card, sums: { ...booked, case_open: true } }],
	["charged-back", { ...card, sums: { ...booked, refunded: 500, charged_back: 2_000 } }],
] as const)("a gift is %s by its journals and an open case", (state, facts) => {
	expect(giftState(facts)).toBe(state);
});
