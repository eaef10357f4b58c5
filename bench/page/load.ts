import { connect, type Socket } from "node:net";
import { quantile } from "../support/result.ts";

/** Asked of the generator. */
export interface Load {
	port: number;
	/** The bytes of one request. */
	request: string;
	/** Bytes of every answer. */
	length: number;
	connections: number;
	requests: number;
}

/** What it found. */
export interface Loaded {
	perSecond: number;
	/** Milliseconds from a request's last byte written to its answer's last byte read. */
	p50: number;
	p99: number;
}

/**
 * Asks over so many connections, one request at a time on each, and measures each answer, in a process of its own. It
 * only counts bytes: that all answers are the same is looked at before.
 */
export async function run(): Promise<void> {
	process.on("message", (load: Load) => void measure(load).then((found) => process.send?.(found)));
	process.send?.("ready");
}

async function measure({ port, request, length, connections, requests }: Load): Promise<Loaded> {
	const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
	const times = new Float64Array(requests);
	const bytes = Buffer.from(request, "latin1");
	const began = performance.now();
	let asked = 0;
	await Promise.all(
		sockets.map(
			(socket) =>
				new Promise<void>((resolve, reject) => {
					let due = 0;
					let number = 0;
					let sent = 0;
					const next = () => {
						if (asked === requests) return resolve();
						number = asked++;
						due = length;
						sent = performance.now();
						socket.write(bytes);
					};
					socket.on("data", (chunk) => {
						due -= chunk.length;
						if (due > 0) return;
						if (due < 0) return reject(new Error("an answer has another length"));
						times[number] = performance.now() - sent;
						next();
					});
					socket.once("close", () => reject(new Error("a connection was closed")));
					next();
				}),
		),
	);
	const seconds = (performance.now() - began) / 1_000;
	for (const socket of sockets) socket.removeAllListeners("close").destroy();
	times.sort();
	const sorted = [...times];
	return { perSecond: requests / seconds, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

function opened(port: number): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
		socket.once("error", reject);
	});
}
