import { type Attempt, noReply, type ReplyCodes, replyCodes } from "./attempt.ts";

/** What becomes of a delivery after an attempt. */
export interface Verdict extends ReplyCodes {
	outcome:
		| "sent"
		/** Again later; the attempt counts. */
		| "deferred"
		/** Never. */
		| "rejected"
		/** Again as soon as may be: the mail itself was not judged, the attempt does not count. */
		| "again"
		/** Taken or not, nobody knows: the message's policy decides. */
		| "in-doubt";
	/** The mailbox does not exist: no more mail to it. */
	suppress: boolean;
	/** The relay, not the mail, is at fault: wait before the next connection. */
	relayFault: boolean;
	/** The relay asks for fewer mails: all workers slow down. */
	throttled: boolean;
}

// RFC 3463 §3.2 and RFC 7505: no such mailbox, no such system, bad syntax, moved, takes no mail.
const noSuchMailbox = new Set(["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"]);
// The sender's address, or the login, is not accepted: every mail would meet the same.
const senderRefused = new Set(["5.1.7", "5.1.8", "5.5.1", "5.7.3", "5.7.8", "5.7.9", "5.7.11", "5.7.14"]);

/** Reads an attempt; the table that it follows is in docs/mail.md. */
export function classify(attempt: Attempt): Verdict {
	switch (attempt.kind) {
		case "answered":
			return classifyReply(attempt.to, replyCodes(attempt.reply));
		case "lost":
			return verdict(attempt.inDoubt ? "in-doubt" : "again", noReply, { relayFault: true });
		case "unreachable":
			return verdict("again", noReply, { relayFault: true });
		case "not-begun":
			return verdict("again");
		case "unwritten":
			return verdict("deferred");
		case "unmailable":
			return verdict("rejected");
	}
}

function classifyReply(to: "mail" | "rcpt" | "data" | "body", codes: ReplyCodes): Verdict {
	const { reply_code: code, enhanced_code: enhanced } = codes;
	if (code === null) return verdict(to === "body" ? "in-doubt" : "again", noReply, { relayFault: true });
	if (to === "body" && code < 300) return verdict("sent", codes);
	// MAIL FROM names no recipient: whatever is wrong is wrong for all.
	if (to === "mail" || code === 503 || isLoginFault(code) || senderRefused.has(enhanced ?? ""))
		return verdict("again", codes, { relayFault: true });
	// 421: the relay goes, having judged nobody; yet it counts here, for it may be this mail that it cannot bear.
	if (code < 500) return verdict("deferred", codes, { relayFault: code === 421 });
	return verdict("rejected", codes, { suppress: noSuchMailbox.has(enhanced ?? "") });
}

/** RFC 4954 §6: the relay wants a login or TLS first. */
function isLoginFault(code: number): boolean {
	return code === 530 || code === 534 || code === 535 || code === 538;
}

function verdict(
	outcome: Verdict["outcome"],
	codes: ReplyCodes = noReply,
	{ suppress = false, relayFault = false }: { suppress?: boolean; relayFault?: boolean } = {},
): Verdict {
	return { outcome, suppress, relayFault, throttled: asksForFewer(codes), ...codes };
}

/** 421 and 454 say that the relay is busy, 4.7.x that its policy wants less (RFC 5321 §4.2.3, RFC 3463 §3.8). */
function asksForFewer({ reply_code, enhanced_code }: ReplyCodes): boolean {
	return reply_code === 421 || reply_code === 454 || (enhanced_code?.startsWith("4.7.") ?? false);
}
