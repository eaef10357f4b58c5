import { textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { cancelSubscription, changeSubscription } from "../subscribing/change.ts";
import { page, where } from "./list.ts";
import type { Operations } from "./operation.ts";

/** Subscriptions, their invoices, and what paid those. */
export const subscriptionOperations: Operations = {
	"GET /v1/subscriptions": ({ state }, parameters) => {
		const status = textAt(parameters, "status");
		const listed = where(state.subscriptions.values(), parameters, { customer: ({ customer }) => customer as string });
		return page(
			listed.filter((one) => (status ? status === "all" || one.status === status : one.status !== "canceled")),
			parameters,
			"/v1/subscriptions",
		);
	},
	"GET /v1/subscriptions/{id}": ({ state }, _, id) => kept(state.subscriptions, id, "subscription"),
	"POST /v1/subscriptions/{id}": changeSubscription,
	"DELETE /v1/subscriptions/{id}": (account, _, id) => cancelSubscription(account, id),
	"GET /v1/invoices": ({ state }, parameters) =>
		page(
			where(state.invoices.values(), parameters, {
				subscription: ({ parent }) => String(parent?.subscription_details?.subscription),
				customer: ({ customer }) => customer as string,
				status: ({ status }) => status,
			}),
			parameters,
			"/v1/invoices",
		),
	"GET /v1/invoices/{id}": ({ state }, _, id) => kept(state.invoices, id, "invoice"),
	"GET /v1/invoice_payments": ({ state }, parameters) =>
		page(
			where(state.invoicePayments.values(), parameters, {
				invoice: ({ invoice }) => invoice as string,
				status: ({ status }) => status,
				"payment.payment_intent": ({ payment }) => payment.payment_intent as string,
			}),
			parameters,
			"/v1/invoice_payments",
		),
	"GET /v1/invoice_payments/{id}": ({ state }, _, id) => kept(state.invoicePayments, id, "invoice_payment"),
};
