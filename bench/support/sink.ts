import { createServer, type Socket } from "node:net";

const END = Buffer.from("\r\n.\r\n");
const HELLO = "250-sink\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n";

// `RCPT TO:<wait-17@example.org>`: of one whose mail is waited for, it says the number.
const WAITED = Buffer.from("RCPT TO:<wait-");

/** What the sink says of a mail that somebody waits for. */
export interface Waited {
	waited: number;
}

/**
 * The quickest SMTP server that one can write, in a process of its own: it takes every mail, looks at none and counts
 * them. It says its port, and `n` whenever it has taken the number of mails that it was told to wait for; and of each mail
 * to `wait-N@…`, when it has taken it, which one.
 */
export async function run(): Promise<void> {
	let taken = 0;
	let waitFor = Number.POSITIVE_INFINITY;
	const server = createServer({ noDelay: true }, (socket) => {
		socket.on("error", () => undefined);
		session(socket, (waited) => {
			if (waited !== undefined) process.send?.({ waited } satisfies Waited);
			else if (++taken === waitFor) process.send?.(taken);
		});
	});
	process.on("message", (count: number) => {
		taken = 0;
		waitFor = count;
		process.send?.(0);
	});
	server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
}

function session(socket: Socket, took: (waited?: number) => void) {
	let left: Buffer = Buffer.alloc(0);
	let inBody = false;
	let waited: number | undefined;
	socket.write("220 sink\r\n");
	socket.on("data", (chunk: Buffer) => {
		let data = left.length > 0 ? Buffer.concat([left, chunk]) : chunk;
		let answer = "";
		for (;;) {
			const end = inBody ? data.indexOf(END) : data.indexOf("\r\n");
			if (end < 0) break;
			if (inBody) {
				inBody = false;
				data = data.subarray(end + END.length);
				took(waited);
				waited = undefined;
				answer += "250 2.0.0 queued as SINK\r\n";
				continue;
			}
			// "EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT" differ in their first letters.
			const letter = data[0];
			if (letter === 0x44) inBody = true;
			// The first letter of the address tells most others apart.
			if (letter === 0x52 && data[9] === 0x77 && data.subarray(0, WAITED.length).equals(WAITED))
				waited = Number.parseInt(data.toString("latin1", WAITED.length, end), 10);
			answer +=
				letter === 0x45 ? HELLO : inBody ? "354 go on\r\n" : letter === 0x51 ? "221 bye\r\n" : "250 2.0.0 ok\r\n";
			data = data.subarray(end + 2);
			if (letter === 0x51) socket.end();
		}
		left = data;
		if (answer && !socket.writableEnded) socket.write(answer);
		else if (answer) socket.destroySoon();
	});
}
