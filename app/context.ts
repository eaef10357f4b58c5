import type { Db } from "#db/client.ts";
import type { Mailbox } from "#sandbox/mailbox/mailbox.ts";
import type { Settings } from "./env.server.ts";
import type { CardStarts } from "./fund/giving/card-starts.server.ts";
import type { LooksAtPayment } from "./fund/giving/paid.server.ts";
import type { TakesOfGift } from "./fund/managing/gift-limits.server.ts";
import type { StripeDoor } from "./fund/stripe/stripe.server.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics/metrics.server.ts";
import type { FingerprintKey } from "./seal/fingerprint.ts";
import type { KeyRing } from "./seal/key-ring.ts";
import type { PostLimits } from "./web/post-limits.ts";

/** What an entry point makes once and every request is handed. */
export interface App {
	settings: Settings;
	db: Db;
	keys: KeyRing;
	log: Logger;
	limits: PostLimits;
	/** Whether an operator has blocked the network that a post came from. */
	blocksNetwork(network: string | null): boolean;
	/** The installation's key of blocked addresses and domains. */
	addressKey: FingerprintKey;
	/** Whether the process can serve. */
	ready(): Promise<boolean>;
	/** The moment, for people's dates; leases and windows go by the database's clock. */
	now(): Date;
	/** Tells the mailer that a mail has been promised; only shortens the wait. */
	wakeMailer(): void;
	/** What public pages show has been changed: this process makes them anew. Others hear of it from Postgres. */
	pagesChanged(how?: "at once"): void;
	/** What is counted of this process and of the installation, for Prometheus. */
	metrics: Metrics;
	/** The demonstration's mailbox; absent on a real site. */
	mailbox?: Mailbox;
	/** Payments by card that each network began. */
	cardStarts: CardStarts;
	/** Asks Stripe about payments, for the page of thanks. */
	looksAtPayment: LooksAtPayment;
	/** Posts about one gift. */
	takesOfGift: TakesOfGift;
	/** The account that gifts by card go to; absent where no key of one is set: bank transfers only. */
	stripe?: StripeDoor;
}

/** What the front door found out about who asks, without keeping it. */
export interface Visitor {
	/** The /24 or /48 the request came from, `onion`, or null where a proxy hides it. For limits only. */
	network: string | null;
	/** The request came to ONION_HOST. */
	onion: boolean;
	/** It came from this machine, through no proxy that says so. */
	local?: boolean;
}

declare module "@remix-run/node" {
	interface AppLoadContext {
		app: App;
		visitor: Visitor;
		/** What was asked: Remix runs the loaders of a page shown after a post with a GET. */
		method: string;
		/** What a script of an `/organise` page carries so that the browser runs it; empty elsewhere. */
		nonce: string;
	}
	interface Future {
		v3_singleFetch: true;
	}
}
