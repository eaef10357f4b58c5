import { once } from "node:events";
import { connect } from "node:net";

/** An answer as it came over the wire. */
export interface WireAnswer {
	/** Bytes of head and body. */
	length: number;
	status: number;
	/** Name, value, name, value, as sent. */
	headers: string[];
	body: Buffer;
}

/** The bytes of a request as a browser sends it on a connection that stays open. */
export function requestFor(host: string, path: string): string {
	const head = [
		`GET ${path} HTTP/1.1`,
		`Host: ${host}`,
		"Connection: keep-alive",
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
		"Accept-Language: en-GB,en;q=0.5",
		"Accept-Encoding: gzip, deflate, br, zstd",
		"Sec-Fetch-Dest: document",
		"Sec-Fetch-Mode: navigate",
		"Sec-Fetch-Site: none",
	];
	return `${head.join("\r\n")}\r\n\r\n`;
}

/** Asks a server on this machine once, and reads the answer by its Content-Length. */
export async function ask(port: number, request: string): Promise<WireAnswer> {
	const socket = connect(port, "127.0.0.1");
	socket.write(request);
	let bytes = Buffer.alloc(0);
	try {
		for (;;) {
			const [chunk] = (await once(socket, "data")) as [Buffer];
			bytes = Buffer.concat([bytes, chunk]);
			const answer = read(bytes);
			if (answer && bytes.length >= answer.length) return answer;
		}
	} finally {
		socket.destroy();
	}
}

function read(bytes: Buffer): WireAnswer | undefined {
	const end = bytes.indexOf("\r\n\r\n");
	if (end < 0) return undefined;
	const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
	const headers = lines.flatMap((line) => {
		const colon = line.indexOf(":");
		return [line.slice(0, colon), line.slice(colon + 1).trim()];
	});
	const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === "content-length");
	const length = end + 4 + Number(headers[at + 1] ?? 0);
	return { length, status: Number(first.split(" ")[1]), headers, body: bytes.subarray(end + 4, length) };
}
