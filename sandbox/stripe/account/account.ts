import type Stripe from "stripe";
import type { State } from "./state.ts";

/** The API version whose shapes the stand-in speaks: that of the pinned SDK. */
export const API_VERSION = "2026-10-28.endive";

/** How soon the processor does by itself what it does later; undefined: only when a scenario says so. */
export interface Pace {
	/** Seconds from a charge to its balance transaction; undefined: held until {@link Account.settleCharges}. */
	settle: number | undefined;
	/** Seconds until a direct debit succeeds. */
	debit: number | undefined;
	/** Whether subscriptions bill themselves when their period ends. */
	cycles: boolean;
}

/** The processor's side of one account: what it holds, its clock, and who hears of events. */
export interface Account {
	state: State;
	/** Unix time in whole seconds. */
	now(): number;
	pace: Pace;
	/** Currencies that have a balance of their own (ISO 4217, lower case); all others become the first. */
	settlesIn: readonly string[];
	/** Origin under which the hosted pages stand. */
	origin: string;
	/** Told of each event once it stands in the state. */
	heard(event: Stripe.Event): void;
}
