import type { MailAddress } from "../mime/mail-address.ts";
import type { Attempt } from "./attempt.ts";
import { takeReplies } from "./replies.ts";
import type { Session } from "./session.ts";

// No relay has so much to say; one that goes on is not believed.
const LONGEST_REPLY = 65_536;

export interface Envelope {
	from: MailAddress;
	to: MailAddress;
}

/** One session with the relay: one mail at a time, as many as it will bear. */
export interface Connection {
	/**
	 * Never rejects.
	 * @param message lines that end in CRLF, the last one too
	 * @param begin by when it must begin (`performance.now()`), else `not-begun`
	 */
	send(envelope: Envelope, message: string, begin?: number): Promise<Attempt>;
	/** It can take another mail. */
	usable(): boolean;
	/** How many mails it has been given. */
	used(): number;
	/** Ends it at once; a mail under way ends as `lost`. */
	close(): void;
}

/**
 * Speaks the transactions of RFC 5321 §3.3: one write for the envelope where the relay offers PIPELINING (RFC 2920),
 * one for the body.
 * @param envelopeMs longest wait for a reply that is not the one to the final dot
 */
export function connectionOver(session: Session, envelopeMs: number): Connection {
	const { socket } = session;
	const pipelining = session.offers("PIPELINING");
	const utf8 = session.offers("SMTPUTF8");
	/** Who waits for the next replies, in the order of their commands; null when none will come. */
	const expecting: ((reply: string | null) => void)[] = [];
	let said = "";
	let open = !socket.destroyed;
	let used = 0;

	function ended() {
		open = false;
		// What a session still says after its end is not even kept.
		socket.off("data", hear);
		said = "";
		for (const take of expecting.splice(0)) take(null);
	}

	function close() {
		session.close();
		ended();
	}

	function hear(chunk: Buffer) {
		const { replies, rest } = takeReplies(said + chunk.toString("latin1"));
		said = rest;
		for (const reply of replies) {
			const take = expecting.shift();
			// Nobody asked: it is about to close, or out of step.
			if (!take) return close();
			take(reply);
		}
		if (said.length > LONGEST_REPLY) close();
	}

	socket.on("data", hear);
	for (const event of ["end", "timeout", "close"]) socket.once(event, ended);

	/** Writes commands or a body. Gives the reply to each. */
	function say(text: string | Buffer, replies = 1): Promise<string | null>[] {
		if (!open) return Array(replies).fill(Promise.resolve(null));
		const answers = Array.from({ length: replies }, () => new Promise<string | null>((take) => expecting.push(take)));
		socket.write(text);
		return answers;
	}

	async function send(envelope: Envelope, message: string, begin = Number.POSITIVE_INFINITY): Promise<Attempt> {
		const now = performance.now();
		if (now > begin) return { kind: "not-begun" };
		used++;
		// RFC 6531 §3.2: not to a relay that does not offer it.
		if (!utf8 && !isAscii(envelope)) return { kind: "unmailable" };
		const latest = now + envelopeMs;
		// Before the clock is looked at for the last time: between that look and the write nothing takes time.
		const body = Buffer.from(dotted(message));
		const timer = setTimeout(close, envelopeMs);
		const stopped = await introduce(envelope);
		clearTimeout(timer);
		if (stopped) return stopped;
		// A process that was frozen meanwhile finds the reply before it finds that its timer is over.
		if (!open || performance.now() > latest) return lose(false);
		const [answered] = say(body);
		const reply = await answered;
		if (!reply) return lose(true);
		if (!reply.startsWith("2")) await startAfresh(reply);
		return { kind: "answered", to: "body", reply };
	}

	/** Says for whom the mail is and asks to send it. Gives what stopped it, if not all of it was accepted. */
	async function introduce(envelope: Envelope): Promise<Attempt | null> {
		const commands = envelopeCommands(envelope);
		const batch = pipelining ? say(commands.map(({ line }) => line).join(""), commands.length) : undefined;
		let refused: { to: "mail" | "rcpt" | "data"; reply: string } | undefined;
		for (const [i, { to, line, accepted }] of commands.entries()) {
			const reply = await (batch ? batch[i] : say(line)[0]);
			if (!reply) return refused ? { kind: "answered", ...refused } : lose(false);
			// Asked for the body of a refused mail, there is nothing right to say.
			if (refused && reply.startsWith(accepted) && to === "data") close();
			if (!refused && !reply.startsWith(accepted)) refused = { to, reply };
			if (refused && !batch) break;
		}
		if (!refused) return null;
		await startAfresh(refused.reply);
		return { kind: "answered", ...refused };
	}

	function lose(inDoubt: boolean): Attempt {
		close();
		return { kind: "lost", inDoubt };
	}

	/** Ends what the relay still holds of a refused mail (RFC 5321 §4.1.1.5), if it can still be understood. */
	async function startAfresh(refusal: string) {
		if (!/^[45]\d\d/.test(refusal) || refusal.startsWith("421")) close();
		const timer = setTimeout(close, envelopeMs);
		const [answered] = say("RSET\r\n");
		const reply = await answered;
		clearTimeout(timer);
		if (!reply?.startsWith("2")) close();
	}

	return { send, usable: () => open, used: () => used, close };
}

function envelopeCommands(envelope: Envelope) {
	return [
		{ to: "mail", line: `MAIL FROM:<${envelope.from}>${isAscii(envelope) ? "" : " SMTPUTF8"}\r\n`, accepted: "2" },
		{ to: "rcpt", line: `RCPT TO:<${envelope.to}>\r\n`, accepted: "2" },
		{ to: "data", line: "DATA\r\n", accepted: "3" },
	] as const;
}

function isAscii({ from, to }: Envelope): boolean {
	return !/\P{ASCII}/u.test(from + to);
}

/** A message with its dots doubled (RFC 5321 §4.5.2) and the final one. */
function dotted(message: string): string {
	const body = `${message}.\r\n`;
	// In most mails the final dot is the only one to begin a line.
	if (body.indexOf("\r\n.") === message.length - 2) return body;
	return `${message.replaceAll("\r\n.", "\r\n..")}.\r\n`;
}
