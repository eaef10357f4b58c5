import { describe, expect, test } from "vitest";
import { createCardStarts } from "#app/fund/giving/card-starts.server.ts";
import { defaultOffers, type Offer } from "#app/fund/giving/currencies.ts";
import { mayStart } from "#app/fund/giving/may-start.ts";
import { type Offered, parseGiving } from "#app/fund/giving/parse-give.ts";

const yen: Offer = { currency: "JPY", least: 500, most: 500_000, suggested: [1_500], fee: { rate: 360, fixed: 0 } };
const offered: Offered = { offers: [...defaultOffers, yen], ways: ["card", "transfer"], locale: "en" };
const read = (fields: Record<string, string>, more: Partial<Offered> = {}) =>
	parseGiving(new Map(Object.entries(fields)), { ...offered, ...more });
const gift = (fields: Record<string, string>, more?: Partial<Offered>) => {
	const parsed = read(fields, more);
	if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
	return parsed.gift;
};
const errors = (fields: Record<string, string>, more?: Partial<Offered>) => {
	const parsed = read(fields, more);
	return parsed.ok ? {} : Object.fromEntries(Object.entries(parsed.errors).map(([field, { key }]) => [field, key]));
};

const contract = { amount: "20", currency: "EUR", frequency: "once", display_name: "", dedication: "", email: "" };

test("the form of the contract is a gift, without a name unless one is written", () => {
	expect(gift(contract)).toEqual({
		amount: 2_000,
		cover: 0,
		currency: "EUR",
		frequency: "once",
		way: "card",
		giver: "person",
		email: "",
		displayName: "",
		dedication: "",
	});
	expect(
		gift({ amount: "1 500,50", currency: "GBP", display_name: "Aigul", dedication: "For K.\nWith us" }),
	).toMatchObject({
		amount: 150_050,
		currency: "GBP",
		displayName: "Aigul",
		dedication: "For K.\nWith us",
	});
});

test("¥1500 is 1500 units", () => {
	expect(gift({ ...contract, amount: "1500", currency: "JPY" }).amount).toBe(1_500);
	expect(errors({ ...contract, amount: "1500.5", currency: "JPY" })).toEqual({ amount: "fund.error.amount-fine" });
});

test("the fee is covered only where the box is ticked, and only of a payment by card", () => {
	expect(gift({ ...contract, cover_fee: "on" }).cover).toBe(94);
	expect(gift({ ...contract, cover_fee: "yes" }).cover).toBe(0);
	expect(gift({ ...contract, cover_fee: "on", way: "transfer" }).cover).toBe(0);
});

describe("an amount", () => {
	test("is one of those suggested, or another", () => {
		expect(gift({ amount: "other", amount_other: "35" }).amount).toBe(3_500);
		expect(gift({ amount_other: "35" }).amount).toBe(3_500);
		expect(gift({ amount: "20.00", amount_other: "" }).amount).toBe(2_000);
		expect(gift({ amount: "20.00", amount_other: "20" }).amount).toBe(2_000);
	});
	test("chosen and another written is a question, not a guess", () => {
		expect(errors({ amount: "20.00", amount_other: "35" })).toEqual({ amount_other: "fund.error.amount-two" });
		expect(errors({ amount: "20.00", amount_other: "x" })).toEqual({ amount_other: "fund.error.amount-two" });
	});
	test("has a least, and by card a most", () => {
		expect(errors({ ...contract, amount: "2.99" })).toEqual({ amount: "fund.error.amount-least" });
		expect(gift({ ...contract, amount: "3" }).amount).toBe(300);
		expect(gift({ ...contract, amount: "5000" }).amount).toBe(500_000);
		expect(errors({ ...contract, amount: "5000.01" })).toEqual({ amount: "fund.error.amount-most" });
		expect(gift({ ...contract, amount: "5000.01", way: "transfer" }).amount).toBe(500_001);
		expect(errors({})).toEqual({ amount: "fund.error.amount-missing" });
		expect(errors({ amount: "other" })).toEqual({ amount_other: "fund.error.amount-missing" });
	});
});

test("each month takes a card and an address", () => {
	expect(errors({ ...contract, frequency: "monthly" })).toEqual({ email: "fund.error.email" });
	expect(gift({ ...contract, frequency: "monthly", email: "a@example.org" }).frequency).toBe("monthly");
	expect(errors({ ...contract, frequency: "monthly", email: "a@example.org", way: "transfer" })).toEqual({
		frequency: "fund.error.monthly-by-card",
	});
});

test("the usual way is the first that is open, and one that is closed is none", () => {
	expect(gift(contract, { ways: ["transfer", "card"] }).way).toBe("transfer");
	expect(gift(contract, { ways: ["transfer"] }).way).toBe("transfer");
	expect(errors({ ...contract, way: "card" }, { ways: ["transfer"] })).toEqual({ way: "fund.error.way" });
});

test("what is unknown, unreadable or a link is refused beside its field", () => {
	expect(errors({ ...contract, currency: "KZT" })).toEqual({ currency: "fund.error.currency" });
	expect(errors({ ...contract, frequency: "daily" })).toEqual({ frequency: "fund.error.frequency" });
	expect(errors({ ...contract, giver: "ghost" })).toEqual({ giver: "fund.error.giver" });
	expect(errors({ ...contract, email: "nobody" })).toEqual({ email: "sign.email.invalid" });
	for (const name of ["see https://a.example", "a@b.example", "example.com", "=1+1", "a\nb"])
		expect(Object.keys(errors({ ...contract, display_name: name }))).toEqual(["display_name"]);
	expect(errors({ ...contract, dedication: "x".repeat(501) })).toEqual({ dedication: "sign.text.long" });
	expect(errors({ ...contract, dedication: "a\0b" })).toEqual({ dedication: "sign.text.unreadable" });
});

test("a body gives by transfer, with what its letter needs", () => {
	const body = { ...contract, giver: "party", way: "transfer", email: "office@example.org" };
	expect(errors(body)).toEqual({ organisation: "fund.error.organisation", address: "fund.error.address" });
	const whole = {
		...body,
		organisation: "Sample party",
		address: "1 Road\nTown",
		contact: "Treasurer",
		cover_fee: "on",
	};
	expect(gift(whole)).toMatchObject({
		way: "transfer",
		giver: "party",
		cover: 0,
		organisation: { name: "Sample party", address: "1 Road\nTown", contact: "Treasurer" },
	});
	expect(errors({ ...whole, way: "card" })).toEqual({ way: "fund.error.way" });
});

test("a trap that is filled in is told, and nothing else about it", () => {
	expect(read({ ...contract, homepage: "http://a.example" })).toMatchObject({ ok: true, trap: true });
});

describe("a page for paying is asked for", () => {
	const here = { paid: 0, declined: 0, unpaid: 0 };
	const none = { paid: 0, declined: 0, fresh: 0, left: 0, here };
	test("while few are left unpaid, and for as many more as have paid twice over", () => {
		expect(mayStart({ ...none, fresh: 9 }, 10)).toBe("yes");
		expect(mayStart({ ...none, fresh: 10 }, 10)).toBe("paused");
		expect(mayStart({ ...none, fresh: 29, paid: 10 }, 10)).toBe("yes");
		expect(mayStart({ ...none, fresh: 30, paid: 10 }, 10)).toBe("paused");
	});
	test("again when ten minutes have gone by, though those that were left count for a while", () => {
		expect(mayStart({ ...none, left: 10 }, 10)).toBe("yes");
		expect(mayStart({ ...none, left: 10, fresh: 7 }, 10)).toBe("yes");
		expect(mayStart({ ...none, left: 10, fresh: 8 }, 10)).toBe("paused");
		// Twenty paid and sixty looked and left within the hour: a day like 16 December.
		expect(mayStart({ ...none, paid: 20, fresh: 15, left: 45 }, 10)).toBe("yes");
	});
	test("unless more cards were declined than paid, and twenty at least", () => {
		expect(mayStart({ ...none, declined: 19 }, 10)).toBe("yes");
		expect(mayStart({ ...none, declined: 20 }, 10)).toBe("paused");
		// A large crowd has many declined too.
		expect(mayStart({ ...none, declined: 150, paid: 1_000 }, 10)).toBe("yes");
		expect(mayStart({ ...none, declined: 1_001, paid: 1_000 }, 10)).toBe("paused");
	});
	test("five times by a network, and until ten of its cards were declined; the onion is no network, and has the share of all", () => {
		const by = (over: Partial<typeof here>) => mayStart({ ...none, here: { ...here, ...over } }, 10);
		expect(by({ unpaid: 4 })).toBe("yes");
		expect(by({ unpaid: 5 })).toBe("slow");
		expect(by({ declined: 9 })).toBe("yes");
		expect(by({ declined: 10 })).toBe("slow");
		// A hall full of givers.
		expect(by({ declined: 10, paid: 90 })).toBe("yes");
		expect(mayStart({ ...none, here: null, fresh: 9 }, 10)).toBe("yes");
	});
});

test("a network's payments are remembered for an hour, and a hidden network's and the onion's never", () => {
	let now = 0;
	const starts = createCardStarts({ now: () => now, random: (size) => Buffer.alloc(size), most: 2 });
	starts.add("192.0.2.0/24", "a");
	starts.add("192.0.2.0/24", "b");
	starts.add(null, "c");
	expect(starts.of("192.0.2.0/24")).toEqual(["a", "b"]);
	starts.add("onion", "d");
	expect(starts.of(null)).toEqual([]);
	expect(starts.of("onion")).toEqual([]);
	expect(starts.all()).toEqual([["a", "b"]]);
	now = 60 * 60_000;
	expect(starts.of("192.0.2.0/24")).toEqual([]);
	expect(starts.all()).toEqual([]);
	for (const network of ["198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"]) starts.add(network, network);
	expect(starts.of("198.51.100.0/24")).toEqual([]);
	expect(starts.all()).toEqual([["203.0.113.0/24"], ["192.0.2.0/24"]]);
});
