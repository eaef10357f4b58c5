import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Attempt } from "./attempt.ts";
import { Body } from "./body.ts";
import type { Relay } from "./relay.ts";
import { attemptOf } from "./smtp-fault.ts";

export interface Envelope {
	from: string;
	to: string;
}

/** One session with the relay: one mail at a time, as many as it will bear. */
export interface Connection {
	/** Never rejects. */
	send(envelope: Envelope, message: Buffer): Promise<Attempt>;
	/** It can take another mail. */
	usable(): boolean;
	/** How many mails it has been given. */
	used(): number;
	/** Ends it at once; a mail under way ends as `lost`. */
	close(): void;
}

/**
 * Connects, greets, turns on TLS where offered and logs in where asked.
 * @param envelopeMs longest wait for a reply that is not the one to the final dot
 * @throws when any of it fails; the error may hold the relay's words and must not be logged
 */
export async function openConnection({ options, auth }: Relay, envelopeMs: number): Promise<Connection> {
	const smtp = new SMTPConnection(options);
	let open = true;
	let used = 0;
	let drop: (() => void) | undefined;
	const close = () => {
		open = false;
		smtp.close();
		drop?.();
	};
	smtp.once("end", () => {
		open = false;
	});
	try {
		await connected(smtp);
		if (auth && smtp.allowsAuth) await done((callback) => smtp.login(auth, callback));
	} catch (error) {
		close();
		throw error;
	}

	async function send(envelope: Envelope, message: Buffer): Promise<Attempt> {
		used++;
		const attempt = await new Promise<Attempt>((resolve) => {
			const timer = setTimeout(close, envelopeMs);
			const latest = performance.now() + envelopeMs;
			const body = new Body(message, () => {
				clearTimeout(timer);
				// A process that was frozen meanwhile finds the reply before it finds that its timer is over.
				const inTime = performance.now() < latest;
				if (!inTime) close();
				return inTime;
			});
			const finish = (ended: Attempt) => {
				clearTimeout(timer);
				drop = undefined;
				resolve(ended);
			};
			drop = () => finish({ kind: "lost", inDoubt: body.begun });
			// nodemailer writes into the envelope.
			smtp.send({ ...envelope }, body, (error, info) => {
				finish(error ? attemptOf(error, body.begun) : { kind: "answered", to: "body", reply: info?.response ?? "" });
			});
		});
		if (attempt.kind === "lost") close();
		else if (attempt.kind !== "answered" || !attempt.reply.startsWith("2")) await startAfresh();
		return attempt;
	}

	/** Ends what the relay still holds of a refused mail (RFC 5321 §4.1.1.5). */
	async function startAfresh() {
		if (!open) return;
		const timer = setTimeout(close, envelopeMs);
		await new Promise<void>((resolve) => {
			drop = resolve;
			smtp.reset((error) => {
				if (error) close();
				resolve();
			});
		});
		drop = undefined;
		clearTimeout(timer);
	}

	return { send, usable: () => open, used: () => used, close };
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
