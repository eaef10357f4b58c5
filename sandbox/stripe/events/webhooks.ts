import { setMaxListeners } from "node:events";
import type Stripe from "stripe";
import type { Account } from "../account/account.ts";
import { signature } from "./sign.ts";

/** Where events go. */
export interface Endpoint {
	url: string;
	secret: string;
}

/** One try: the status it was answered with; 0 when nobody answered. */
export interface Delivery {
	event: string;
	status: number;
}

const TIMEOUT = 10_000;
/** Milliseconds to the next tries; the processor goes on for three days. */
const WAITS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** Tells the endpoint of every event, all at once and in no order, again until it answers with 2xx. */
export class Webhooks {
	readonly #account: Account;
	readonly #running = new Set<Promise<void>>();
	readonly #ended = new AbortController();
	#endpoint: Endpoint | undefined;
	#held = false;

	constructor(account: Account, endpoint: Endpoint | undefined) {
		this.#account = account;
		this.#endpoint = endpoint;
		// As many wait for the end as there are events on their way.
		setMaxListeners(0, this.#ended.signal);
	}

	/** From now on events go there. */
	sendTo(endpoint: Endpoint | undefined): void {
		this.#endpoint = endpoint;
	}

	/** While held, nothing is sent by itself; what was held back stays unsent: `events.list` still has it. */
	hold(held: boolean): void {
		this.#held = held;
	}

	/** Sends one event until it is taken. */
	heard(event: Stripe.Event): void {
		if (!this.#endpoint || this.#held) return;
		const run = this.#untilTaken(event).finally(() => this.#running.delete(run));
		this.#running.add(run);
	}

	/** Sends what no endpoint has taken yet: after a restart. */
	resume(): void {
		const { events, delivered } = this.#account.state;
		for (const event of events.values()) if (!delivered.has(event.id)) this.heard(event);
	}

	/** One try to deliver one event, whether or not it has been taken already. */
	async deliver(event: Stripe.Event): Promise<Delivery> {
		const endpoint = this.#endpoint;
		if (!endpoint) return { event: event.id, status: 0 };
		const body = JSON.stringify(event, null, 2);
		try {
			const response = await fetch(endpoint.url, {
				method: "POST",
				headers: {
					"content-type": "application/json; charset=utf-8",
					"stripe-signature": signature(body, endpoint.secret, this.#account.now()),
					"user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
				},
				body,
				redirect: "manual",
				signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(TIMEOUT)]),
			});
			await response.arrayBuffer();
			if (response.ok) this.#account.state.delivered.set(event.id, true);
			return { event: event.id, status: response.status };
		} catch {
			return { event: event.id, status: 0 };
		}
	}

	/** Resolves once nothing is on its way. */
	async idle(): Promise<void> {
		while (this.#running.size > 0) await Promise.all(this.#running);
	}

	/** Ends every delivery. */
	async stop(): Promise<void> {
		this.#ended.abort();
		await this.idle();
	}

	async #untilTaken(event: Stripe.Event): Promise<void> {
		for (const wait of [0, ...WAITS]) {
			await pause(wait, this.#ended.signal);
			if (this.#ended.signal.aborted || this.#held) return;
			const { status } = await this.deliver(event);
			if (status >= 200 && status < 300) return;
		}
	}
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const timer = setTimeout(done, milliseconds);
		signal.addEventListener("abort", done, { once: true });
		function done() {
			clearTimeout(timer);
			signal.removeEventListener("abort", done);
			resolve();
		}
	});
}
