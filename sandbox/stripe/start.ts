import type Stripe from "stripe";
import type { Account, Pace } from "./account/account.ts";
import { openState } from "./account/keep.ts";
import type { State } from "./account/state.ts";
import { endDueDebits } from "./checkout/pay.ts";
import { expireDue } from "./checkout/sessions.ts";
import { type Delivery, Webhooks } from "./events/webhooks.ts";
import type { OnRequest } from "./http/api.ts";
import { type Fault, Faults } from "./http/faults.ts";
import { listen } from "./http/server.ts";
import { settleDue } from "./money/charges.ts";
import { letAvailable } from "./money/move.ts";
import { scenarios } from "./scenarios.ts";
import { cyclesDue } from "./subscribing/cycle.ts";

/** How the stand-in is started. */
export interface SandboxOptions {
	/** On loopback; 0 or absent: the one that `dir` remembers, else any that is free. */
	port?: number;
	/** What a client has to present. */
	secretKey: string;
	/** By which webhooks are signed. */
	webhookSecret: string;
	/** Where events are sent; see {@link StripeSandbox.sendEventsTo} where it is known only later. */
	webhookUrl?: string;
	/** Keeps everything there, so that the next start goes on where this one ended. */
	dir?: string;
	/** The processor's clock. */
	now?: () => Date;
	/** What it does by itself; by default only what a scenario says, with balance transactions at once. */
	pace?: Partial<Pace>;
	/** Currencies with a balance of their own, the main one first; others are converted to it. */
	settlesIn?: readonly string[];
	/** Sees each request of the API first; what it returns becomes a 400. */
	onRequest?: OnRequest;
}

/** A stand-in for Stripe: its API, its hosted pages, and what happens there without our asking. */
export interface StripeSandbox extends ReturnType<typeof scenarios> {
	/** What STRIPE_API_URL would be. */
	url: string;
	port: number;
	/** All it knows, as it stands; tests read it. */
	state: State;
	/** Every event so far, oldest first. */
	events(): Stripe.Event[];
	/** Tries once to deliver each of these events, in this order, and tells what was answered. */
	deliver(events: readonly Stripe.Event[]): Promise<Delivery[]>;
	/** From now on events go to this address; undefined: nowhere. */
	sendEventsTo(url: string | undefined): void;
	/** Sends what nobody has taken yet, as after a restart. */
	sendUndelivered(): void;
	/** While held, no event is sent by itself (the endpoint is "down"); `deliver` and `events` still work. */
	holdWebhooks(held: boolean): void;
	/** Resolves once no webhook is on its way. */
	delivered(): Promise<void>;
	/** The next requests go wrong in this way. */
	fault(fault: Fault): void;
	clearFaults(): void;
	/** Moves its clock on, and does what is due by then. */
	advance(seconds: number): void;
	stop(): Promise<void>;
}

/** Starts the stand-in on loopback. */
export async function startStripeSandbox(options: SandboxOptions): Promise<StripeSandbox> {
	const { secretKey, webhookSecret, webhookUrl, dir, now = () => new Date(), onRequest } = options;
	const kept = openState(dir);
	let ahead = 0;
	const account: Account = {
		state: kept.state,
		now: () => Math.floor(now().getTime() / 1000) + ahead,
		pace: { settle: 0, debit: undefined, cycles: false, ...options.pace },
		settlesIn: options.settlesIn ?? ["eur", "jpy"],
		origin: "",
		heard: () => undefined,
	};
	const webhooks = new Webhooks(account, webhookUrl ? { url: webhookUrl, secret: webhookSecret } : undefined);
	const faults = new Faults();
	const changed = () => kept.save(port);
	const tick = () => whatIsDue(account);
	const serving = { account, secretKey, faults, onRequest, tick, changed };
	const { server, port } = await listenSomewhere(serving, options.port || kept.port || 0);
	account.origin = `http://127.0.0.1:${port}`;
	changed();
	account.heard = (event) => webhooks.heard(event);
	if (webhookUrl) webhooks.resume();
	const clock = dir === undefined ? undefined : setInterval(() => keepUp(account, tick, changed), 1_000);
	return {
		...scenarios(account, tick),
		url: account.origin,
		port,
		state: account.state,
		events: () => [...account.state.events.values()],
		async deliver(events) {
			const answers: Delivery[] = [];
			for (const event of events) answers.push(await webhooks.deliver(event));
			return answers;
		},
		sendEventsTo: (url) => webhooks.sendTo(url ? { url, secret: webhookSecret } : undefined),
		sendUndelivered: () => webhooks.resume(),
		holdWebhooks: (held) => webhooks.hold(held),
		delivered: () => webhooks.idle(),
		fault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		advance(seconds) {
			ahead += seconds;
			tick();
		},
		async stop() {
			clearInterval(clock);
			await webhooks.stop();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
			changed();
		},
	};
}

/** Does what is due, and keeps it if there was something: whatever happens leaves an event, or delivers one. */
function keepUp({ state }: Account, tick: () => void, changed: () => void): void {
	const before = state.events.size + state.delivered.size;
	tick();
	if (state.events.size + state.delivered.size !== before) changed();
}

/** What the processor does by itself once its time has come. */
function whatIsDue(account: Account): void {
	settleDue(account);
	endDueDebits(account);
	expireDue(account);
	letAvailable(account);
	if (account.pace.cycles) cyclesDue(account);
}

/** At that port, or at another one when somebody else is there. */
async function listenSomewhere(serving: Parameters<typeof listen>[0], port: number) {
	try {
		return await listen(serving, port);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
		return listen(serving, 0);
	}
}
