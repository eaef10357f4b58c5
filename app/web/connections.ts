import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { malformed } from "./read-body.ts";

/** The requests in hand, by connection: what a graceful stop waits for. */
export interface Connections {
	begin(request: IncomingMessage, response: ServerResponse): void;
	/** Whether a connection closes after the answer to this request. */
	endsWith(request: IncomingMessage): boolean;
	/** The connection's bytes stopped making sense. @returns whether answers are still owed on it */
	spoil(socket: Duplex): boolean;
	/** Stops accepting, waits for what is in hand up to `ms`, then closes every connection. */
	drain(server: Server, ms: number): Promise<void>;
}

/** What one connection is owed. */
interface Hand {
	/** Answers. */
	owed: number;
	/** The request that came last: requests on a connection come, and are answered, one after another. */
	newest: IncomingMessage;
}

// How long a connection may stay quiet while we stop: a request head that is on its way still arrives.
const quiet = 250;

/** @returns an empty register */
export function trackConnections(): Connections {
	const hands = new WeakMap<Duplex, Hand>();
	let inHand = 0;
	const spoilt = new WeakSet<Duplex>();
	let draining = false;
	return {
		begin(request, response) {
			const { socket } = request;
			let hand = hands.get(socket);
			if (!hand) {
				hand = { owed: 0, newest: request };
				hands.set(socket, hand);
			}
			hand.newest = request;
			hand.owed++;
			inHand++;
			response.on("close", () => {
				hand.owed--;
				inHand--;
			});
		},
		endsWith(request) {
			// Pipelined requests behind this one have been accepted too; the last one's answer says goodbye.
			return (draining || spoilt.has(request.socket)) && hands.get(request.socket)?.newest === request;
		},
		spoil(socket) {
			spoilt.add(socket);
			const hand = hands.get(socket);
			if (!hand || hand.owed === 0) return false;
			// Those before it were whole, or it could not have been read.
			if (!hand.newest.complete) hand.newest.emit(malformed);
			return true;
		},
		async drain(server, ms) {
			draining = true;
			let closed = false;
			const closing = new Promise<void>((resolve) => server.close(() => resolve())).then(() => {
				closed = true;
			});
			server.closeIdleConnections();
			const began = performance.now();
			let busy = began;
			while (!closed && performance.now() < began + ms && performance.now() < busy + quiet) {
				await wait(20);
				if (inHand > 0) busy = performance.now();
			}
			server.closeAllConnections();
			await closing;
		},
	};
}
