/** What to look at again. Stripe's id says which. */
export interface Hint {
	of:
		| "checkout"
		| "payment"
		| "charge"
		| "refund"
		| "dispute"
		| "invoice"
		| "subscription"
		| "payout"
		| "warning"
		| "all";
	id: string;
}

/** Stripe's names of its objects, and what each is a reason to look at; any other is none. */
const reasons: Readonly<Record<string, Hint["of"]>> = {
	"checkout.session": "checkout",
	payment_intent: "payment",
	charge: "charge",
	refund: "refund",
	dispute: "dispute",
	invoice: "invoice",
	invoice_payment: "invoice",
	subscription: "subscription",
	payout: "payout",
	"radar.early_fraud_warning": "warning",
	balance: "all",
};

/**
 * What an event of Stripe's is a reason to look at: nothing else of it is believed, as events come late, twice and in any
 * order.
 * @param event as it came
 * @returns null for what has nothing to do with money of ours
 */
export function hintOf(event: unknown): Hint | null {
	const object = at(at(event, "data"), "object");
	const name = at(object, "object");
	const of = typeof name === "string" && Object.hasOwn(reasons, name) ? reasons[name] : undefined;
	if (!of) return null;
	if (of === "all") return { of, id: "" };
	// Of sixty cards that were declined on one page there is one thing to look at.
	const intent = name === "charge" && at(object, "status") === "failed" ? at(object, "payment_intent") : undefined;
	if (typeof intent === "string") return { of: "payment", id: intent };
	const id = at(object, name === "invoice_payment" ? "invoice" : "id");
	return typeof id === "string" ? { of, id } : null;
}

function at(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
