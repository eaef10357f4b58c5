const known = [
	"gift",
	"held",
	"payout",
	"aid",
	"fees",
	"unallocated",
	"cash",
	"refund",
	"give-back",
	"given-back",
	"double",
	"parts",
] as const;

/** What a line became, as a word that pages have; what another version wrote is not explained here. */
export function shownBecame(became: string): (typeof known)[number] {
	return known.find((one) => one === became) ?? "unallocated";
}
