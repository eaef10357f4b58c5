import type Stripe from "stripe";
import { type Account, API_VERSION } from "../account/account.ts";
import { newId } from "../account/state.ts";

type Named<Type extends Stripe.Event["type"]> = Extract<Stripe.Event, { type: Type }>;

/**
 * Writes down that something happened, with the object as it is at this moment, and says so to who listens.
 * @param previous the former values of what an update changed
 */
export function emit<Type extends Stripe.Event["type"]>(
	account: Account,
	type: Type,
	object: Named<Type>["data"]["object"],
	previous?: object,
): void {
	const event = {
		id: newId("evt"),
		object: "event",
		api_version: API_VERSION,
		created: account.now(),
		data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
		livemode: false,
		pending_webhooks: 1,
		request: { id: null, idempotency_key: null },
		type,
	} satisfies Omit<Stripe.EventBase, "data"> & { data: object };
	const told = event as unknown as Stripe.Event;
	account.state.events.set(event.id, told);
	account.heard(told);
}
