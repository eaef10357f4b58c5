import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { type Duplex, pipeline, Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import type { Ready } from "./reply.ts";

// How long an answer that comes before the end of a body waits for its sender to hear it.
const linger = 1000;

/**
 * Writes an answer. When the body it refuses is still on its way, the rest is read and dropped for a
 * moment: closing at once would reset the connection, and the sender would never see why.
 * @param last the connection closes after it
 */
export function write(request: IncomingMessage, response: ServerResponse, ready: Ready, last: boolean): void {
	const unread = hasBody(request) && !request.complete;
	response.shouldKeepAlive = response.shouldKeepAlive && !last && !unread;
	response.writeHead(ready.status, ready.headers);
	if (ready.stream) {
		// Whoever goes away ends the making of it; a fault half-way cuts the answer off, so that nobody takes it for whole.
		pipeline(Readable.fromWeb(ready.stream as WebStream), response, () => undefined);
		return;
	}
	const body = request.method === "HEAD" ? undefined : ready.body;
	if (!unread) {
		response.end(body);
		return;
	}
	if (body?.length) response.write(body);
	else response.flushHeaders();
	const end = () => {
		clearTimeout(timer);
		response.end();
	};
	const timer = setTimeout(end, linger);
	request.once("end", end).once("close", end).resume();
}

function hasBody({ headers }: IncomingMessage): boolean {
	return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Writes an answer on a connection whose bytes node could not read as a request, and closes it. */
export function writeRaw(socket: Duplex, { status, headers, body }: Ready): void {
	const all = [...headers, "Connection", "close", "Date", new Date().toUTCString()];
	const head = all.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
	socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`, "latin1"), body]));
}
