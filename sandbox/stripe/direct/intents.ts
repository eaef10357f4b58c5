import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { flagAt, integerAt, type Parameters, recordAt, required, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { openDispute } from "../after/disputes.ts";
import { chargeCard } from "../money/charges.ts";
import { createIntent } from "../money/intents.ts";
import { createMethod } from "../money/methods.ts";

/** The processor's own test cards that behave badly later (https://docs.stripe.com/testing). */
const later: Record<string, (account: Account, charge: string) => void> = {
	pm_card_createDispute: (account, charge) => void openDispute(account, charge),
	pm_card_createDisputeInquiry: (account, charge) => void openDispute(account, charge, { inquiry: true }),
};

/** A payment without a page, as the processor's command line makes it; with `confirm` it is paid at once. */
export function createDirectIntent(account: Account, parameters: Parameters): Stripe.PaymentIntent {
	const intent = createIntent(account, {
		amount: required(integerAt(parameters, "amount"), "amount"),
		currency: required(textAt(parameters, "currency"), "currency"),
		customer: textAt(parameters, "customer"),
		description: textAt(parameters, "description"),
		metadata: recordAt(parameters, "metadata"),
	});
	if (!flagAt(parameters, "confirm")) return intent;
	const named = required(textAt(parameters, "payment_method"), "payment_method");
	const charge = chargeCard(account, intent, { method: methodNamed(account, named).id });
	later[named]?.(account, charge.id);
	return intent;
}

/** A method by its id; a test card by its name, made at need. */
export function methodNamed(account: Account, named: string, customer?: string): Stripe.PaymentMethod {
	if (named.startsWith("pm_card_")) return createMethod(account, { way: "card", customer });
	return kept(account.state.methods, named, "payment_method");
}
