import type { Mailbox } from "#sandbox/mailbox/mailbox.ts";
import type { Settings } from "../env.server.ts";
import type { StripeAccess } from "../fund/stripe/stripe.server.ts";
import type { Logger } from "../log.ts";
import type { Life } from "./life.ts";

/** What the roles of one process share. */
export interface Ground {
	settings: Settings;
	log: Logger;
	life: Life;
	databaseUrl: string;
	/** The demonstration's, which takes the place of SMTP_URL. */
	mailbox?: Mailbox;
	/** The demonstration's payment sandbox, which takes the place of STRIPE_SECRET_KEY. */
	stripe?: StripeAccess;
}
