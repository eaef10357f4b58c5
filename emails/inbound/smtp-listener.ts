import type { Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { LONGEST_MAIL } from "./returned-mail.ts";

/** A server that takes only what comes back. */
export interface BounceListener {
	/** The port it listens on. */
	port: number;
	/** Ends sessions at the next command; what is being read is refused for now, and comes again. */
	stop(): Promise<void>;
}

export interface BounceListenerOptions {
	host: string;
	port: number;
	/** BOUNCE_HOST, to greet with. */
	name: string;
	/** Whether an address is one of ours that something may come back to: all others are refused. */
	expects(address: string): boolean;
	/** Whom an IP address counts as: one may have 5 sessions at once. */
	peerOf?(address: string): string;
	/** Milliseconds after which a session ends, whatever it is at. */
	longest?: number;
	/** What rejects leaves the mail with its sender, who tries again. */
	take(source: Buffer, recipients: string[]): Promise<unknown>;
}

const MOST_CLIENTS = 50;
/** Sessions of one peer: the places are for all servers that have something to report. */
const MOST_OF_A_PEER = 5;
const MOST_RECIPIENTS = 10;
const IDLE_MS = 60_000;
/** RFC 5321 §4.5.3.2.6 allows ten minutes for the end of one mail; a report is small. */
const LONGEST_MS = 600_000;

/**
 * Listens for mail to the return paths of ours (RFC 5321), whoever brings it: there is no login, and nothing is passed on.
 * A mail over a megabyte is refused when it is announced (RFC 1870), or unread from there on.
 */
export async function startBounceListener({
	host,
	port,
	name,
	expects,
	take,
	peerOf = (address) => address,
	longest = LONGEST_MS,
}: BounceListenerOptions): Promise<BounceListener> {
	const sessions = new Map<string, string>();
	const server = new SMTPServer({
		name,
		banner: "reports of mail that did not arrive",
		size: LONGEST_MAIL,
		authOptional: true,
		disabledCommands: ["AUTH"],
		disableReverseLookup: true,
		maxClients: MOST_CLIENTS,
		socketTimeout: IDLE_MS,
		closeTimeout: 2_000,
		logger: false,
		onConnect({ id, remoteAddress }, callback) {
			const peer = peerOf(remoteAddress);
			const held = [...sessions.values()].filter((one) => one === peer).length;
			if (held >= MOST_OF_A_PEER) return callback(refusal(421, "4.7.0 Too many sessions of yours"));
			sessions.set(id, peer);
			callback();
		},
		onClose({ id }) {
			sessions.delete(id);
		},
		onRcptTo({ address }, session, callback) {
			if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) return callback(refusal(452, "4.5.3 Too many recipients"));
			if (!expects(address)) return callback(refusal(550, "5.1.1 No such address here"));
			callback();
		},
		onData(stream, session, callback) {
			const recipients = session.envelope.rcptTo.map(({ address }) => address);
			read(stream)
				.then((source) => {
					if (!source) return callback(refusal(552, "5.3.4 Too long for a report"));
					return take(source, recipients).then(() => callback(null, "2.0.0 Taken"));
				})
				.catch(() => callback(refusal(451, "4.3.0 Try again later")));
		},
	});
	server.server.on("connection", (socket: Socket) => {
		const over = setTimeout(() => socket.destroy(), longest);
		socket.once("close", () => clearTimeout(over));
	});
	// A session that breaks is its sender's to begin again.
	server.on("error", () => undefined);
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, host, () => {
			server.off("error", reject);
			resolve();
		});
	});
	const address = server.server.address();
	return {
		port: typeof address === "object" && address ? address.port : port,
		stop: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

/** Null for what is too long; it is read to its end, as SMTP wants, and not kept. */
async function read(stream: SMTPServerDataStream): Promise<Buffer | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= LONGEST_MAIL) chunks.push(chunk);
		else chunks.length = 0;
	}
	return size > LONGEST_MAIL || stream.sizeExceeded ? null : Buffer.concat(chunks);
}

function refusal(responseCode: number, words: string): Error {
	return Object.assign(new Error(words), { responseCode });
}
