/**
 * What somebody says that an unexplained line, or a part of one, is. `double`: it is there already, from a file that words it
 * otherwise, and that line (its twin) stays; `given-back`: it pays what was owed to a giver; `refund`: a gift by transfer
 * went back.
 */
export type Said =
	| { is: "gift"; reference: string | null }
	| { is: "refund"; reference: string }
	| { is: "payout"; about: string }
	| { is: "aid"; about: string }
	| { is: "fees" | "cash" | "give-back" | "given-back" | "double" };

/**
 * Why it is not taken for that; `already` where somebody has said; `overdrawn` where less cash was counted; `no-twin` where no other file has brought such a line, or
 * it is a part.
 */
export type NotSaid =
	| "unknown"
	| "already"
	| "reference"
	| "direction"
	| "nothing-owed"
	| "overdrawn"
	| "not-open"
	| "no-twin";

/** What a second keeper of the fund has to agree to first, as approvals have it. */
export interface ByTwo {
	asks: "bank.cash" | "bank.fees" | "bank.given-back" | "bank.refund";
	/** The line or part; of a refund `/` and the gift too. */
	subject: string;
}
