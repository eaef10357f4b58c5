import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Where a session may be made to fail. `body` is after the final dot. */
export type Stage = "connect" | "EHLO" | "MAIL" | "RCPT" | "DATA" | "body" | "RSET" | "QUIT";
/** A reply to give instead, a text that is none, the connection closed (`fin`) or reset (`rst`), at once or after the usual reply, or no answer at all (`hang`). */
export type Fault = `${number} ${string}` | `not SMTP: ${string}` | "fin" | "rst" | "usual, fin" | "hang";

export interface Sink {
	smtpUrl: string;
	port: number;
	/** Copies taken by Message-ID: bodies that came whole, answered or not. */
	copies: Map<string, number>;
	/** The bodies that came whole, oldest first. */
	bodies: string[];
	/** Called at every stage with how often that stage was reached, from 1, and what the client said. */
	script(fault: (stage: Stage, count: number, said: string) => Fault | undefined): void;
	/** Milliseconds before each reply. */
	delay: number;
	connections(): number;
	stop(): Promise<void>;
}

const standard: Record<Exclude<Stage, "body">, string> = {
	connect: "220 sink ready",
	EHLO: "250-sink\r\n250-PIPELINING\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES",
	MAIL: "250 2.1.0 ok",
	RCPT: "250 2.1.5 ok",
	DATA: "354 go on",
	RSET: "250 2.0.0 ok",
	QUIT: "221 2.0.0 bye",
};

/**
 * A raw SMTP server that takes everything, counts copies and fails as it is told.
 * @param port to come back on the one it had
 */
export async function startSink(port = 0): Promise<Sink> {
	const counts = new Map<Stage, number>();
	const sockets = new Set<Socket>();
	let fault: Parameters<Sink["script"]>[0] = () => undefined;
	// Nagle would hold back the second of two replies for 40 ms.
	const server = createServer({ noDelay: true }, (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		socket.on("error", () => undefined);
		session(socket);
	});

	function answer(socket: Socket, stage: Stage, said: string, usual: string): boolean {
		const count = (counts.get(stage) ?? 0) + 1;
		counts.set(stage, count);
		const how = fault(stage, count, said) ?? usual;
		if (how === "hang") return false;
		const act = () => {
			if (how === "fin") socket.end();
			else if (how === "rst") socket.resetAndDestroy();
			else if (how === "usual, fin") socket.end(`${usual}\r\n`);
			else if (how.startsWith("not SMTP: ")) socket.write(`${how.slice("not SMTP: ".length)}\r\n`);
			else socket.write(`${how}\r\n`);
		};
		if (sink.delay > 0) setTimeout(act, sink.delay);
		else act();
		return how === usual;
	}

	function session(socket: Socket) {
		let buffer = "";
		let inBody = false;
		let recipients = 0;
		answer(socket, "connect", "", standard.connect);
		socket.on("data", (chunk) => {
			buffer += chunk.toString("latin1");
			for (;;) {
				const end = inBody ? buffer.indexOf("\r\n.\r\n") : buffer.indexOf("\r\n");
				if (end < 0) return;
				const said = buffer.slice(0, end);
				buffer = buffer.slice(end + (inBody ? 5 : 2));
				if (inBody) {
					inBody = false;
					took(said);
					answer(socket, "body", said, `250 2.0.0 queued as Q${sink.bodies.length}`);
					continue;
				}
				const stage = said.slice(0, 4).toUpperCase() as Exclude<Stage, "body" | "connect">;
				if (stage === "MAIL") recipients = 0;
				if (stage === "DATA" && recipients === 0) socket.write("554 5.5.1 no valid recipients\r\n");
				else {
					const usual = answer(socket, stage, said, standard[stage] ?? "502 5.5.1 what?");
					if (stage === "RCPT" && usual) recipients++;
					if (stage === "DATA") inBody = usual;
				}
			}
		});
	}

	function took(body: string) {
		const id = /^message-id: *(.*)$/im.exec(body)?.[1] ?? "";
		sink.copies.set(id, (sink.copies.get(id) ?? 0) + 1);
		sink.bodies.push(body);
	}

	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const bound = (server.address() as AddressInfo).port;
	const sink: Sink = {
		smtpUrl: `smtp://127.0.0.1:${bound}`,
		port: bound,
		copies: new Map(),
		bodies: [],
		delay: 0,
		script(next) {
			fault = next;
			counts.clear();
		},
		connections: () => sockets.size,
		async stop() {
			for (const socket of sockets) socket.destroy();
			await new Promise((stopped) => server.close(stopped));
		},
	};
	return sink;
}
