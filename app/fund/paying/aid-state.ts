/** Where a request for help stands. */
export const aidStates = ["requested", "payable", "paid", "evidence", "delivered", "cancelled"] as const;
export type AidState = (typeof aidStates)[number];

/** What can be done about one. */
export const aidSteps = ["approve", "pay", "receipt", "contact", "waive", "agree-waiver", "deliver", "cancel"] as const;
export type AidStep = (typeof aidSteps)[number];

/** The only table of it: `changeAid` applies it, and Postgres refuses any other move. What is not here changes nothing. */
const moves: Readonly<Record<AidStep, Partial<Record<AidState, AidState>>>> = {
	/** A member of the committee; the second one promises it. */
	approve: { requested: "payable" },
	pay: { payable: "paid" },
	/** A receipt, or the word of a trusted contact, or that two waive both. */
	receipt: { paid: "evidence" },
	contact: { paid: "evidence" },
	waive: { paid: "paid" },
	"agree-waiver": { paid: "evidence" },
	/** Somebody else than who paid and who gave the evidence. */
	deliver: { evidence: "delivered" },
	/** What has left the account is not taken back by a word. */
	cancel: { requested: "cancelled", payable: "cancelled" },
};

/**
 * Where a step takes a request; null where it takes it nowhere.
 * @param approvals those that it has already: the first one leaves it where it is
 */
export function transition(state: AidState, step: AidStep, approvals: number): AidState | null {
	if (step === "approve" && state === "requested" && approvals === 0) return "requested";
	return moves[step][state] ?? null;
}
