import { recordAt, textAt } from "../account/parameters.ts";
import { kept } from "../account/refusal.ts";
import { createPrice, createProduct } from "../checkout/catalogue.ts";
import { createCustomer } from "../checkout/customers.ts";
import { createSession, expireSession } from "../checkout/sessions.ts";
import { page, where } from "./list.ts";
import type { Operations } from "./operation.ts";

/** Sessions, and what they need. */
export const checkoutOperations: Operations = {
	"POST /v1/checkout/sessions": createSession,
	"GET /v1/checkout/sessions": ({ state }, parameters) =>
		page(
			where(state.sessions.values(), parameters, {
				payment_intent: ({ payment_intent }) => payment_intent as string,
				subscription: ({ subscription }) => subscription as string,
				status: ({ status }) => status,
			}),
			parameters,
			"/v1/checkout/sessions",
		),
	"GET /v1/checkout/sessions/{id}": ({ state }, _, id) => kept(state.sessions, id, "checkout.session"),
	"POST /v1/checkout/sessions/{id}/expire": (account, _, id) => expireSession(account, id),
	"POST /v1/products": (account, parameters) => createProduct(account, parameters),
	"GET /v1/products/{id}": ({ state }, _, id) => kept(state.products, id, "product"),
	"POST /v1/prices": (account, parameters) => createPrice(account, parameters),
	"GET /v1/prices/{id}": ({ state }, _, id) => kept(state.prices, id, "price"),
	"POST /v1/customers": (account, parameters) =>
		createCustomer(account, { email: textAt(parameters, "email"), metadata: recordAt(parameters, "metadata") }),
	"GET /v1/customers/{id}": ({ state }, _, id) => kept(state.customers, id, "customer"),
};
