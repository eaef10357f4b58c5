import type Stripe from "stripe";

/**
 * What each operation that we use takes, in the words of the pinned SDK's own types. `wire.schema.json` is made from this
 * by `npm run stripe:wire`.
 */
export interface StripeWire {
	"POST /v1/checkout/sessions": Stripe.Checkout.SessionCreateParams;
	"GET /v1/checkout/sessions": Stripe.Checkout.SessionListParams;
	"GET /v1/checkout/sessions/{id}": Stripe.Checkout.SessionRetrieveParams;
	"POST /v1/checkout/sessions/{id}/expire": Stripe.Checkout.SessionExpireParams;
	"POST /v1/products": Stripe.ProductCreateParams;
	"GET /v1/products/{id}": Stripe.ProductRetrieveParams;
	"POST /v1/prices": Stripe.PriceCreateParams;
	"GET /v1/prices/{id}": Stripe.PriceRetrieveParams;
	"POST /v1/customers": Stripe.CustomerCreateParams;
	"GET /v1/customers/{id}": Stripe.CustomerRetrieveParams;
	"GET /v1/subscriptions": Stripe.SubscriptionListParams;
	"GET /v1/subscriptions/{id}": Stripe.SubscriptionRetrieveParams;
	"POST /v1/subscriptions/{id}": Stripe.SubscriptionUpdateParams;
	"DELETE /v1/subscriptions/{id}": Stripe.SubscriptionCancelParams;
	"GET /v1/invoices": Stripe.InvoiceListParams;
	"GET /v1/invoices/{id}": Stripe.InvoiceRetrieveParams;
	"GET /v1/invoice_payments": Stripe.InvoicePaymentListParams;
	"GET /v1/invoice_payments/{id}": Stripe.InvoicePaymentRetrieveParams;
	"POST /v1/billing_portal/sessions": Stripe.BillingPortal.SessionCreateParams;
	"POST /v1/billing_portal/configurations": Stripe.BillingPortal.ConfigurationCreateParams;
	"GET /v1/billing_portal/configurations": Stripe.BillingPortal.ConfigurationListParams;
	"POST /v1/refunds": Stripe.RefundCreateParams;
	"GET /v1/refunds": Stripe.RefundListParams;
	"GET /v1/refunds/{id}": Stripe.RefundRetrieveParams;
	"GET /v1/disputes": Stripe.DisputeListParams;
	"GET /v1/disputes/{id}": Stripe.DisputeRetrieveParams;
	"POST /v1/disputes/{id}": Stripe.DisputeUpdateParams;
	"GET /v1/balance": Stripe.BalanceRetrieveParams;
	"GET /v1/balance_transactions": Stripe.BalanceTransactionListParams;
	"GET /v1/balance_transactions/{id}": Stripe.BalanceTransactionRetrieveParams;
	"GET /v1/charges": Stripe.ChargeListParams;
	"GET /v1/charges/{id}": Stripe.ChargeRetrieveParams;
	"GET /v1/payment_intents/{id}": Stripe.PaymentIntentRetrieveParams;
	"GET /v1/payouts": Stripe.PayoutListParams;
	"GET /v1/payouts/{id}": Stripe.PayoutRetrieveParams;
	"GET /v1/radar/early_fraud_warnings/{id}": Stripe.Radar.EarlyFraudWarningRetrieveParams;
	"GET /v1/events": Stripe.EventListParams;
	"GET /v1/events/{id}": Stripe.EventRetrieveParams;
}
