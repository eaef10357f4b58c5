import { flagAt, integerAt, recordAt, textAt } from "../account/parameters.ts";
import { kept, Refusal } from "../account/refusal.ts";
import { answerDispute } from "../after/disputes.ts";
import { refund } from "../after/refunds.ts";
import { balance } from "../money/move.ts";
import { page, where } from "./list.ts";
import type { Operations } from "./operation.ts";

/** What moves money, and what says where it is. */
export const moneyOperations: Operations = {
	"GET /v1/balance": (account) => balance(account),
	"GET /v1/balance_transactions": ({ state }, parameters) => {
		const payout = textAt(parameters, "payout");
		const of = payout === undefined ? undefined : new Set(kept(state.paidOut, payout, "automatic payout"));
		const listed = where(state.transactions.values(), parameters, {
			source: ({ source }) => String(source),
			type: ({ type }) => type,
			currency: ({ currency }) => currency,
		});
		return page(of ? listed.filter(({ id }) => of.has(id)) : listed, parameters, "/v1/balance_transactions");
	},
	"GET /v1/balance_transactions/{id}": ({ state }, _, id) => kept(state.transactions, id, "balance transaction"),
	"GET /v1/charges": ({ state }, parameters) =>
		page(
			where(state.charges.values(), parameters, {
				payment_intent: ({ payment_intent }) => payment_intent as string,
				customer: ({ customer }) => customer as string,
			}),
			parameters,
			"/v1/charges",
		),
	"GET /v1/charges/{id}": ({ state }, _, id) => kept(state.charges, id, "charge"),
	"GET /v1/payment_intents/{id}": ({ state }, _, id) => kept(state.intents, id, "payment_intent"),
	"GET /v1/refunds": ({ state }, parameters) =>
		page(
			where(state.refunds.values(), parameters, {
				charge: ({ charge }) => charge as string,
				payment_intent: ({ payment_intent }) => payment_intent as string,
			}),
			parameters,
			"/v1/refunds",
		),
	"GET /v1/refunds/{id}": ({ state }, _, id) => kept(state.refunds, id, "refund"),
	"POST /v1/refunds": (account, parameters) => {
		const intent = textAt(parameters, "payment_intent");
		const charge =
			textAt(parameters, "charge") ??
			(intent && String(kept(account.state.intents, intent, "payment_intent").latest_charge));
		if (!charge) throw new Refusal("One of the following params should be provided: payment_intent, charge.");
		return refund(account, charge, {
			amount: integerAt(parameters, "amount"),
			reason: textAt(parameters, "reason"),
			metadata: recordAt(parameters, "metadata"),
		});
	},
	"GET /v1/disputes": ({ state }, parameters) =>
		page(
			where(state.disputes.values(), parameters, {
				charge: ({ charge }) => charge as string,
				payment_intent: ({ payment_intent }) => payment_intent as string,
			}),
			parameters,
			"/v1/disputes",
		),
	"GET /v1/disputes/{id}": ({ state }, _, id) => kept(state.disputes, id, "dispute"),
	"POST /v1/disputes/{id}": (account, parameters, id) =>
		answerDispute(account, id, { submit: flagAt(parameters, "submit") }),
	"GET /v1/payouts": ({ state }, parameters) =>
		page(where(state.payouts.values(), parameters, { status: ({ status }) => status }), parameters, "/v1/payouts"),
	"GET /v1/payouts/{id}": ({ state }, _, id) => kept(state.payouts, id, "payout"),
	"GET /v1/radar/early_fraud_warnings/{id}": ({ state }, _, id) => kept(state.warnings, id, "early fraud warning"),
};
