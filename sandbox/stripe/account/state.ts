import { randomBytes } from "node:crypto";
import type Stripe from "stripe";

/** Everything of one kind, by id, in the order of creation. */
export type Kept<T> = Map<string, T>;

/** What is available and what is pending of one currency, in minor units. */
export interface Funds {
	available: number;
	pending: number;
}

/** A stored answer to a POST that carried an idempotency key. */
export interface StoredAnswer {
	/** Of operation and parameters: another one under the same key is refused. */
	fingerprint: string;
	status: number;
	body: string;
	at: number;
}

/** What a charge waits for, with the time from which it may come. */
export interface Due {
	charge: string;
	at: number | null;
	/** Where the money is to settle, if the scenario says so. */
	currency?: string;
}

/** All that the stand-in knows; every object as it stands on the wire, references as ids. */
export interface State {
	sessions: Kept<Stripe.Checkout.Session>;
	/** What each session sells, as its parameters said. */
	orders: Kept<Order>;
	intents: Kept<Stripe.PaymentIntent>;
	charges: Kept<Stripe.Charge>;
	refunds: Kept<Stripe.Refund>;
	disputes: Kept<Stripe.Dispute>;
	warnings: Kept<Stripe.Radar.EarlyFraudWarning>;
	payouts: Kept<Stripe.Payout>;
	transactions: Kept<Stripe.BalanceTransaction>;
	/** Which transactions a payout paid out, by its id. */
	paidOut: Kept<string[]>;
	customers: Kept<Stripe.Customer>;
	methods: Kept<Stripe.PaymentMethod>;
	products: Kept<Stripe.Product>;
	prices: Kept<Stripe.Price>;
	subscriptions: Kept<Stripe.Subscription>;
	invoices: Kept<Stripe.Invoice>;
	invoicePayments: Kept<Stripe.InvoicePayment>;
	/** What waits for its customer's next invoice. */
	invoiceItems: Kept<InvoiceItem>;
	portalSessions: Kept<Stripe.BillingPortal.Session>;
	portalConfigurations: Kept<Stripe.BillingPortal.Configuration>;
	endpoints: Kept<Stripe.WebhookEndpoint>;
	events: Kept<Stripe.Event>;
	/** Ids of events that an endpoint has answered with 2xx. */
	delivered: Kept<true>;
	funds: Kept<Funds>;
	/** Charges without a balance transaction yet, by id. */
	unsettled: Kept<Due>;
	/** Direct debits on their way, by charge. */
	debits: Kept<Due>;
	answers: Kept<StoredAnswer>;
}

/** Something to be billed. */
export interface InvoiceItem {
	id: string;
	amount: number;
	currency: string;
	customer: string;
}

/** What a session is for: an amount of one currency, once or each interval. */
export interface Order {
	price: string;
	quantity: number;
	/** What the payment (or the subscription) inherits from the session's parameters. */
	metadata: Record<string, string>;
	description: string | null;
	suffix: string | null;
}

const kinds = [
	"sessions",
	"orders",
	"intents",
	"charges",
	"refunds",
	"disputes",
	"warnings",
	"payouts",
	"transactions",
	"paidOut",
	"customers",
	"methods",
	"products",
	"prices",
	"subscriptions",
	"invoices",
	"invoicePayments",
	"invoiceItems",
	"portalSessions",
	"portalConfigurations",
	"endpoints",
	"events",
	"delivered",
	"funds",
	"unsettled",
	"debits",
	"answers",
] as const satisfies readonly (keyof State)[];

/** A new account: nothing in it. */
export function emptyState(): State {
	return readState("{}");
}

/** The state as one JSON text; {@link readState} brings it back with its order. */
export function writeState(state: State): string {
	return JSON.stringify(Object.fromEntries(kinds.map((kind) => [kind, [...state[kind]]])));
}

/** @throws SyntaxError when the text is not JSON */
export function readState(text: string): State {
	const read = JSON.parse(text) as Record<string, [string, never][] | undefined>;
	return Object.fromEntries(kinds.map((kind) => [kind, new Map(read[kind])])) as unknown as State;
}

/** A new id as the processor makes them: `ch_` and 24 letters and digits. */
export function newId(prefix: string): string {
	return `${prefix}_${randomBytes(12).toString("hex")}`;
}
