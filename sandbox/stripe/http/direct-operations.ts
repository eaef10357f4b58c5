import type { Account } from "../account/account.ts";
import { integerAt, type Parameters, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { payOut } from "../after/payouts.ts";
import { paySession } from "../checkout/pay.ts";
import { createDirectIntent, methodNamed } from "../direct/intents.ts";
import { createDirectInvoice, createInvoiceItem, payInvoice } from "../direct/invoices.ts";
import { createMethod } from "../money/methods.ts";
import type { Operations } from "./operation.ts";

/** What the site never asks, and the processor's own command line does when it plays its fixtures. */
export const directOperations: Operations = {
	"POST /v1/payment_methods": (account, parameters) =>
		createMethod(account, { way: "card", email: textAt(parameters, "billing_details.email") }),
	"POST /v1/payment_methods/{id}/attach": (account, parameters, id) =>
		methodNamed(account, id, textAt(parameters, "customer")),
	"POST /v1/payment_intents": createDirectIntent,
	"GET /v1/payment_pages/{id}": ({ state }, _, id) => kept(state.sessions, id, "checkout.session"),
	"POST /v1/payment_pages/{id}/confirm": (account, parameters, id) =>
		paySession(account, id, { way: "card", email: emailOf(account, parameters) }),
	"POST /v1/payouts": (account, parameters) =>
		payOut(account, { currency: textAt(parameters, "currency"), amount: integerAt(parameters, "amount") }),
	"POST /v1/invoiceitems": createInvoiceItem,
	"POST /v1/invoices": createDirectInvoice,
	"POST /v1/invoices/{id}/pay": payInvoice,
};

function emailOf({ state }: Account, parameters: Parameters): string | undefined {
	return state.methods.get(textAt(parameters, "payment_method") ?? "")?.billing_details.email ?? undefined;
}
