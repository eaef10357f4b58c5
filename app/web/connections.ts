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

// How long a connection may stay quiet while we stop: a request head that is on its way still arrives.
const quiet = 250;

/** @returns an empty register */
export function trackConnections(): Connections {
	const inHand = new Map<Duplex, Set<IncomingMessage>>();
	const spoilt = new WeakSet<Duplex>();
	let draining = false;
	return {
		begin(request, response) {
			const { socket } = request;
			const requests = inHand.get(socket) ?? new Set();
			inHand.set(socket, requests.add(request));
			response.once("close", () => {
				requests.delete(request);
				if (requests.size === 0) inHand.delete(socket);
			});
		},
		endsWith(request) {
			// Pipelined requests behind this one have been accepted too; the last one's answer says goodbye.
			return (draining || spoilt.has(request.socket)) && [...(inHand.get(request.socket) ?? [])].at(-1) === request;
		},
		spoil(socket) {
			spoilt.add(socket);
			const requests = inHand.get(socket);
			for (const request of requests ?? []) if (!request.complete) request.emit(malformed);
			return requests !== undefined;
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
				if (inHand.size > 0) busy = performance.now();
			}
			server.closeAllConnections();
			await closing;
		},
	};
}
