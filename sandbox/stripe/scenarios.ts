import type Stripe from "stripe";
import type { Account } from "./account/account.ts";
import { closeInquiry, type Disputing, loseDispute, openDispute, winDispute, withdraw } from "./after/disputes.ts";
import { moveUnknown, returnDebit, takeFee, type Unknown, warnOfFraud } from "./after/others.ts";
import { failPayout, type PayingOut, payOut, settlePayout } from "./after/payouts.ts";
import { arriveRefund, failRefund, type Refunding, refund } from "./after/refunds.ts";
import { endSessionDebit, type Paying, paySession } from "./checkout/pay.ts";
import { expireSession } from "./checkout/sessions.ts";
import { settleDue } from "./money/charges.ts";
import { cycle, retryInvoice } from "./subscribing/cycle.ts";

/**
 * What happens at the processor without our asking, as functions: each returns the object that it changed.
 * @param after called after each: what is due at once happens
 */
export function scenarios(account: Account, after: () => void) {
	const charge = (session: string) => chargeOf(account, session);
	return followed(after, {
		/** S1–S3, S21. A person pays the session by card. @param settleIn the currency in which it settles */
		payCard(session: string, { card = "good", ...paying }: CardPaying = {}): Stripe.Checkout.Session {
			return paySession(account, session, { ...paying, way: card === "good" ? "card" : "declined" });
		},
		/** S4–S6. A person agrees to a direct debit; it is on its way. */
		paySepa(session: string, paying: Omit<Paying, "way"> = {}): Stripe.Checkout.Session {
			return paySession(account, session, { ...paying, way: "debit" });
		},
		/** S4. The direct debit of a session arrives. */
		succeedSepa(session: string): void {
			endSessionDebit(account, charge(session), "succeeded");
		},
		/** S5. The giver's bank refuses it. */
		failSepa(session: string): void {
			endSessionDebit(account, charge(session), "failed");
		},
		/** S7, S8. A subscription's next period begins. */
		cycle: (subscription: string, outcome: "paid" | "declined" = "paid") => cycle(account, subscription, outcome),
		/** S7, S8. An open invoice is tried again. */
		retryInvoice: (invoice: string, outcome: "paid" | "declined") => retryInvoice(account, invoice, outcome),
		/** S9, S10. Somebody refunds in the dashboard. */
		refund: (charge: string, refunding?: Refunding) => refund(account, charge, refunding),
		/** S10. The giver's bank sends a refund back. */
		failRefund: (refund: string) => failRefund(account, refund),
		/** A refund on its way arrives. */
		arriveRefund: (refund: string) => arriveRefund(account, refund),
		/** S6. A direct debit that arrived is sent back. */
		returnSepa: (session: string) => returnDebit(account, charge(session)),
		/** S11–S14. A giver's bank disputes a charge; with `inquiry` it only asks. */
		openDispute: (charge: string, disputing?: Disputing) => openDispute(account, charge, disputing),
		/** S13. What was an inquiry becomes a dispute. */
		withdraw: (dispute: string) => withdraw(account, dispute),
		/** S11. */
		winDispute: (dispute: string) => winDispute(account, dispute),
		/** S12. */
		loseDispute: (dispute: string) => loseDispute(account, dispute),
		/** S13. */
		closeInquiry: (dispute: string) => closeInquiry(account, dispute),
		/** S15. The card's network warns of a charge. */
		warnOfFraud: (charge: string) => warnOfFraud(account, charge),
		/** S16, S17. All that there is of a currency goes to the bank. */
		payout: (payingOut?: PayingOut) => payOut(account, payingOut),
		/** S16. */
		settlePayout: (payout: string) => settlePayout(account, payout),
		/** S17. */
		failPayout: (payout: string) => failPayout(account, payout),
		/** S18. @param amount in minor units, what is taken */
		stripeFee: (amount: number, currency?: string) => takeFee(account, amount, currency),
		/** S19. */
		unknownTxn: (unknown: Unknown) => moveUnknown(account, unknown),
		/** S20. The session's time is over. */
		expire: (session: string) => expireSession(account, session),
		/** While on, charges get no balance transaction; off gives it to all that wait. */
		delayBalanceTxns(on: boolean): void {
			account.pace.settle = on ? undefined : 0;
			if (!on) settleDue(account, { all: true });
		},
		/** The charge by which a session or a subscription's first month was paid, or is being paid. */
		chargeOf: charge,
	});
}

function followed<Acts extends Record<string, (...given: never[]) => unknown>>(after: () => void, acts: Acts): Acts {
	const pairs = Object.entries(acts).map(([name, act]) => [
		name,
		(...given: never[]) => {
			const result = act(...given);
			after();
			return result;
		},
	]);
	return Object.fromEntries(pairs) as Acts;
}

/** How a card pays. */
interface CardPaying extends Omit<Paying, "way"> {
	card?: "good" | "declined";
}

/** @throws Error when nobody has tried to pay it */
function chargeOf({ state }: Account, id: string): string {
	const session = state.sessions.get(id);
	const invoice = [...state.invoicePayments.values()].find(
		(payment) => payment.invoice === (session?.invoice ?? state.subscriptions.get(id)?.latest_invoice ?? id),
	);
	const intent = state.intents.get(String(session?.payment_intent ?? invoice?.payment.payment_intent));
	if (typeof intent?.latest_charge !== "string") throw new Error(`nobody has paid ${id}`);
	return intent.latest_charge;
}
