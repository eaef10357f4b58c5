import type { Duplex } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Relay } from "./relay.ts";

/** A session with the relay that is ready for its first mail. */
export interface Session {
	socket: Duplex;
	/** Whether the relay offers an extension, as `PIPELINING`. */
	offers(extension: string): boolean;
	/** Ends it at once. */
	close(): void;
}

/**
 * Connects, greets, turns on TLS where offered and logs in where asked: all that nodemailer does well. What follows is
 * ours (connection.ts), so its reader is taken off the socket; its watch over timeouts, errors and the end stays.
 * @throws when any of it fails; the error may hold the relay's words and must not be logged
 */
export async function openSession({ options, auth }: Relay): Promise<Session> {
	const smtp = new SMTPConnection(options);
	try {
		await connected(smtp);
		// The reply to EHLO; under TLS, to the one that was said under TLS.
		const offered = smtp.lastServerResponse || "";
		if (auth && smtp.allowsAuth) await done((callback) => smtp.login(auth, callback));
		if (!smtp._socket) throw new Error("the relay closed the connection");
		return {
			socket: smtp._socket.removeAllListeners("data"),
			offers: (extension) => new RegExp(`^250[ -]${extension}\\s*$`, "im").test(offered),
			close: () => smtp.close(),
		};
	} catch (error) {
		smtp.close();
		throw error;
	}
}

/** Waits for the greeting, EHLO and TLS. A fault comes by callback or as an event, depending on when it happens. */
function connected(smtp: SMTPConnection): Promise<void> {
	return new Promise((resolve, reject) => {
		// Stays for the session's life: an error event that nobody hears ends the process.
		smtp.on("error", reject);
		smtp.once("end", () => reject(new Error("the relay closed the connection")));
		smtp.connect((error) => (error ? reject(error) : resolve()));
	});
}

function done(start: (callback: (error: Error | null) => void) => void): Promise<void> {
	return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}
