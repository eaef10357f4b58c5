import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { type StoredMail, storedMail } from "./stored-mail.ts";

/** The demonstration's mail server: takes every mail, keeps the newest in memory, passes none on. */
export interface Mailbox {
	/** What SMTP_URL would be. */
	smtpUrl: string;
	/** Newest first. */
	list(): StoredMail[];
	stop(): Promise<void>;
}

const LARGEST_MAIL = 1_000_000;

/**
 * Opens a mailbox on a free loopback port.
 * @param max how many mails it keeps; older ones go
 */
export async function startMailbox({ max = 500 }: { max?: number } = {}): Promise<Mailbox> {
	const mails: StoredMail[] = [];
	const server = new SMTPServer({
		disabledCommands: ["AUTH", "STARTTLS"],
		disableReverseLookup: true,
		logger: false,
		size: LARGEST_MAIL,
		onData(stream, session, done) {
			simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }).then(
				(parsed) => {
					mails.unshift(
						storedMail(
							parsed,
							session.envelope.rcptTo.map(({ address }) => address),
						),
					);
					mails.splice(max);
					done();
				},
				() => done(new Error("554 5.6.0 not a mail")),
			);
		},
	});
	// A client that drops its connection is no concern of the demonstration.
	server.on("error", () => undefined);
	server.listen(0, "127.0.0.1");
	await once(server.server, "listening");
	const { port } = server.server.address() as AddressInfo;
	return {
		smtpUrl: `smtp://127.0.0.1:${port}`,
		list: () => [...mails],
		stop: () => new Promise((stopped) => server.close(() => stopped())),
	};
}
