import { connect, type Socket } from "node:net";

/** One answer as it came over the wire. */
export interface RawAnswer {
	status: number;
	/** By lower-case name; of a repeated one, all values. */
	headers: Map<string, string[]>;
	body: Buffer;
}

/** A connection of our own, so that bytes no client library would send reach the server. */
export interface RawConnection {
	socket: Socket;
	/** Everything received so far. */
	received(): Buffer;
	/** Resolves with the answers once the server has closed the connection. */
	closed: Promise<RawAnswer[]>;
}

/**
 * Opens a connection to a server on this machine.
 * @param head what is asked is HEAD: answers end where their head ends
 */
export function openRaw(port: number, head = false): RawConnection {
	// Half-open, so that the server's end of the connection is heard after ours was closed.
	const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
	const chunks: Buffer[] = [];
	const received = () => Buffer.concat(chunks);
	socket.on("data", (chunk: Buffer) => chunks.push(chunk));
	const closed = new Promise<RawAnswer[]>((resolve) => {
		const done = () => {
			socket.destroy();
			resolve(readAnswers(received(), head));
		};
		socket.once("end", done).once("error", done).once("close", done);
	});
	return { socket, received, closed };
}

/** Sends bytes (a string is one byte a character) and waits until the server closes. */
export function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer[]> {
	const { socket, closed } = openRaw(port);
	socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
	return closed;
}

/** Answers with Content-Length, one after another, as our server writes them. */
function readAnswers(bytes: Buffer, head = false): RawAnswer[] {
	const answers: RawAnswer[] = [];
	let rest = bytes;
	while (rest.length > 0) {
		const end = rest.indexOf("\r\n\r\n");
		if (end < 0) throw new Error(`half an answer: ${rest.toString("latin1").slice(0, 200)}`);
		const [first = "", ...lines] = rest.subarray(0, end).toString("latin1").split("\r\n");
		const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
		const headers = new Map<string, string[]>();
		for (const line of lines) {
			const name = line.slice(0, line.indexOf(":")).toLowerCase();
			headers.set(name, [...(headers.get(name) ?? []), line.slice(line.indexOf(":") + 1).trim()]);
		}
		const bodyless = status < 200 || status === 304 || head;
		const length = bodyless ? 0 : Number(headers.get("content-length")?.[0] ?? 0);
		const body = rest.subarray(end + 4, end + 4 + length);
		if (body.length < length) throw new Error(`a body of ${body.length} bytes instead of ${length}`);
		answers.push({ status, headers, body });
		rest = rest.subarray(end + 4 + length);
	}
	return answers;
}
