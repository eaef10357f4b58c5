/** How one attempt to hand a mail to the relay ended, as far as the wire told. */
export type Attempt =
	/** The relay answered: a final answer, or the first one that was not 2xx (or 354). */
	| { kind: "answered"; to: "mail" | "rcpt" | "data" | "body"; reply: string }
	/**
	 * The connection ended without an answer. `inDoubt` when the relay had asked for the body: it may
	 * have taken it (RFC 1047). nodemailer gives both cases the same error.
	 */
	| { kind: "lost"; inDoubt: boolean }
	/** Connecting, EHLO, TLS or AUTH failed: no mail was tried. */
	| { kind: "unreachable" }
	/** It did not come to the mail's turn in time. */
	| { kind: "not-begun" }
	/** It could not be written out or signed, which may pass: it came to no socket. */
	| { kind: "unwritten" }
	/** Nothing that a relay could be asked to deliver. */
	| { kind: "unmailable" };

/** What may be kept of a reply: it echoes addresses (decision 25). */
export interface ReplyCodes {
	reply_code: number | null;
	/** RFC 3463, as `5.1.1`. */
	enhanced_code: string | null;
	/** The relay's own name for the mail, to find it in the relay's log. */
	queue_id: string | null;
}

export const noReply: ReplyCodes = { reply_code: null, enhanced_code: null, queue_id: null };

/** Reads the codes of an SMTP reply, of several lines too (RFC 5321 §4.2, RFC 2034 §4). */
export function replyCodes(reply: string): ReplyCodes {
	const match = /^([2-5]\d\d)(?:[ -](?:([245]\.\d{1,3}\.\d{1,3})(?=\s|$))?|$)/.exec(reply);
	if (!match) return noReply;
	return {
		reply_code: Number(match[1]),
		enhanced_code: match[2] ?? null,
		queue_id: match[1]?.startsWith("2") ? queueId(reply) : null,
	};
}

/** `queued as ABC`, `id=ABC` and the like; nothing that could be an address. */
function queueId(reply: string): string | null {
	return /\b(?:queued as|id)[ =:]<?([A-Za-z0-9._-]{4,64})(?![@\w.-])/i.exec(reply)?.[1] ?? null;
}
