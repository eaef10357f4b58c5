import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/** A mailbox that speaks as much IMAP (RFC 3501) as reading unread mail and flagging it takes. */
export interface ImapServer {
	port: number;
	/** Flags of each mail, in the order of the mails. */
	flags: Set<string>[];
	stop(): Promise<void>;
}

/** Serves mails that nobody has read yet, to anybody who logs in. */
export async function startImapServer(mails: readonly Buffer[]): Promise<ImapServer> {
	const flags = mails.map(() => new Set<string>());
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		socket.on("error", () => undefined);
		socket.write("* OK [CAPABILITY IMAP4rev1] ready\r\n");
		let said = "";
		socket.on("data", (chunk) => {
			said += chunk.toString("latin1");
			const lines = said.split("\r\n");
			said = lines.pop() ?? "";
			for (const line of lines) answer(socket, line, mails, flags);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		port: (server.address() as AddressInfo).port,
		flags,
		stop: () =>
			new Promise((resolve) => {
				for (const socket of sockets) socket.destroy();
				server.close(() => resolve());
			}),
	};
}

function answer(socket: Socket, line: string, mails: readonly Buffer[], flags: readonly Set<string>[]) {
	const [, tag = "", command = "", rest = ""] = /^(\S+) (UID \w+|\w+) ?(.*)$/i.exec(line) ?? [];
	const done = (words = "done") => socket.write(`${tag} OK ${words}\r\n`);
	switch (command.toUpperCase()) {
		case "CAPABILITY":
			socket.write("* CAPABILITY IMAP4rev1\r\n");
			return done();
		case "LIST":
		case "LSUB":
			socket.write('* LIST () "/" "INBOX"\r\n');
			return done();
		case "SELECT":
			socket.write(`* FLAGS (\\Seen \\Flagged)\r\n* ${mails.length} EXISTS\r\n* 0 RECENT\r\n`);
			socket.write(`* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT ${mails.length + 1}] ok\r\n`);
			return done("[READ-WRITE] selected");
		case "UID SEARCH": {
			const flagged = /(?<!UN)FLAGGED/i.test(rest);
			const unread = mails
				.map((_, i) => i + 1)
				.filter((uid) => !flags[uid - 1]?.has("\\Seen") && (!flagged || flags[uid - 1]?.has("\\Flagged")));
			socket.write(`* SEARCH${unread.map((uid) => ` ${uid}`).join("")}\r\n`);
			return done();
		}
		case "UID FETCH": {
			const uid = Number.parseInt(rest, 10);
			const most = Number(/<0\.(\d+)>/.exec(rest)?.[1] ?? Number.POSITIVE_INFINITY);
			const source = (mails[uid - 1] ?? Buffer.alloc(0)).subarray(0, most);
			socket.write(`* ${uid} FETCH (UID ${uid} BODY[]<0> {${source.length}}\r\n`);
			socket.write(source);
			socket.write(")\r\n");
			return done();
		}
		case "UID STORE": {
			const uid = Number.parseInt(rest, 10);
			const how = / -FLAGS/i.test(rest) ? "delete" : "add";
			for (const flag of rest.match(/\\\w+/g) ?? []) flags[uid - 1]?.[how](flag);
			return done();
		}
		default:
			// LOGIN, NOOP, CLOSE and what else need no more.
			done();
			if (/^LOGOUT$/i.test(command)) socket.end();
	}
}
