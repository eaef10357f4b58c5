import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { StripeDoor } from "./stripe.server.ts";

/** What looking at Stripe again needs. */
export interface Looking {
	db: Db;
	keys: KeyRing;
	stripe: StripeDoor;
	/** Scheme and host of the site, for the links of mails. */
	origin: string;
}

/** `not yet`: Stripe has not made the balance transaction; it does so within minutes. */
export type Seen = "seen" | "not yet";
