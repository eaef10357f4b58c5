import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { integerAt, type Parameters, required, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { newId } from "../account/state.ts";
import { chargeCard } from "../money/charges.ts";
import { paymentOf } from "../subscribing/charge-invoice.ts";
import { createInvoice, markPaid } from "../subscribing/invoices.ts";
import { methodNamed } from "./intents.ts";

/** Something that the customer's next invoice is to bill. */
export function createInvoiceItem(account: Account, parameters: Parameters): object {
	const item = {
		id: newId("ii"),
		object: "invoiceitem",
		amount: required(integerAt(parameters, "amount"), "amount"),
		currency: required(textAt(parameters, "currency"), "currency"),
		customer: required(textAt(parameters, "customer"), "customer"),
	};
	account.state.invoiceItems.set(item.id, item);
	return item;
}

/** An invoice of all that waits for one. */
export function createDirectInvoice(account: Account, parameters: Parameters): Stripe.Invoice {
	const customer = kept(account.state.customers, textAt(parameters, "customer"), "customer");
	const items = [...account.state.invoiceItems.values()].filter((item) => item.customer === customer.id);
	for (const { id } of items) account.state.invoiceItems.delete(id);
	return createInvoice(account, {
		customer: customer.id,
		email: customer.email,
		currency: items[0]?.currency ?? "eur",
		amount: items.reduce((sum, { amount }) => sum + amount, 0),
		reason: "manual",
	});
}

/** Pays an invoice by a card. */
export function payInvoice(account: Account, parameters: Parameters, id: string): Stripe.Invoice {
	const invoice = kept(account.state.invoices, id, "invoice");
	const method = methodNamed(account, required(textAt(parameters, "payment_method"), "payment_method"));
	const payment = paymentOf(account, invoice);
	const intent = kept(account.state.intents, String(payment.payment.payment_intent), "payment_intent");
	chargeCard(account, intent, { method: method.id, email: invoice.customer_email });
	markPaid(account, invoice, payment);
	return invoice;
}
