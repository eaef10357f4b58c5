/** What is known of somebody whom the fund helps: sealed under a key of their own, looked at one at a time. */
export interface BeneficiaryWords {
	name: string;
	/** How to reach them, or who does. */
	reach: string;
	/** Where money goes, in the way they chose. */
	account: string;
	note: string;
}

/** The fields in the order of the form, with the characters that each takes. */
export const beneficiaryFields = { name: 200, reach: 500, account: 1_000, note: 1_000 } as const;

/** What a payment's receipt would say. */
export interface PaymentWords {
	/** What arrived, a decimal number of `currency` (ISO 4217), empty where it is not known. */
	delivered: string;
	currency: string;
	/** Units of `currency` for one of the request's, as the bank gave it. */
	rate: string;
	/** The bank's own reference. */
	reference: string;
}

/** Why somebody looks at a name: the audit log keeps it. */
export const lookReasons = ["check", "decide", "pay", "reach", "mend"] as const;
export type LookReason = (typeof lookReasons)[number];

/**
 * A beneficiary as organisers call them: the beginning of their number, which tells nothing.
 * @param id a uuid
 */
export function codeOf(id: string): string {
	return `${id.slice(0, 4)}-${id.slice(4, 8)}`;
}
