import { headerDate, headerText, mailboxField } from "./header.ts";
import type { MailAddress } from "./mail-address.ts";
import { quotedPrintable } from "./quoted-printable.ts";
import { fill, type Rendition } from "./rendition.ts";

/** What differs from one recipient to the next. */
export interface Addressed {
	from: MailAddress;
	senderName: string;
	to: MailAddress;
	/** Brackets included. */
	messageId: string;
	date: Date;
	values: Readonly<Record<string, string>>;
	/** An iCalendar object (RFC 5545) to go along as a file. */
	calendar?: string;
	/** Whom an answer is for, where that is not the sender. */
	replyTo?: MailAddress;
	/** Where a mail client's own "unsubscribe" leads (RFC 2369 §3.2). */
	unsubscribe?: string;
	/** Of a mailing: its fields of `listFields`, which have one of their own for that. */
	list?: readonly string[];
}

// Quoted-printable never has `=_`, nor has base64, so no boundary can occur in a part.
const BOUNDARY = "=_alternative";
const MIXED = "=_mixed";
// No holiday notice answers (RFC 3834).
const FIXED_HEAD = ["Auto-Submitted: auto-generated", "MIME-Version: 1.0", ""].join("\r\n");
const ALTERNATIVE = `Content-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`;
const BEFORE_CALENDAR = `Content-Type: multipart/mixed; boundary="${MIXED}"\r\n\r\n--${MIXED}\r\n${ALTERNATIVE}`;
// RFC 5545 §8.1; base64, so that no relay breaks its CRLF or its folded lines.
const CALENDAR = [
	`\r\n--${MIXED}`,
	'Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name="calendar.ics"',
	"Content-Transfer-Encoding: base64",
	'Content-Disposition: attachment; filename="calendar.ics"',
	"\r\n",
].join("\r\n");
const PLAIN = partHead("text/plain");
const HTML = `\r\n${partHead("text/html")}`;
const END = `\r\n--${BOUNDARY}--\r\n`;

/**
 * A whole mail (RFC 5322, multipart/alternative of text and HTML, in a multipart/mixed where a calendar file goes
 * along) from a rendition and one recipient's values. No value can add a header or markup; no line of a body passes 76.
 */
export function compose(rendition: Rendition, mail: Addressed): string {
	const head = [
		`From: ${mailboxField(mail.senderName, mail.from)}`,
		`To: <${mail.to}>`,
		...(mail.replyTo ? [`Reply-To: <${mail.replyTo}>`] : []),
		`Subject: ${headerText(fill(rendition.subject, mail.values, String))}`,
		`Date: ${headerDate(mail.date)}`,
		`Message-ID: ${mail.messageId}`,
		// An address of ours has nothing that could end a line; what is none is left out.
		...(mail.unsubscribe && /^https?:\/\/[!-;=?-~]+$/.test(mail.unsubscribe)
			? [`List-Unsubscribe: <${mail.unsubscribe}>`]
			: []),
		...(mail.list ?? []),
		FIXED_HEAD,
	].join("\r\n");
	const encoded = encoder();
	const text = fill(rendition.text, mail.values, encoded);
	const html = fill(rendition.html, mail.values, (value) => encoded(escapeHtml(value)));
	const body = `${PLAIN}${text}${HTML}${html}${END}`;
	if (mail.calendar === undefined) return `${head}${ALTERNATIVE}${body}`;
	return `${head}${BEFORE_CALENDAR}${body}${CALENDAR}${base64(mail.calendar)}\r\n--${MIXED}--\r\n`;
}

/** Quoted-printable of the values of one mail, each once: a link stands in the text, in the HTML and often in both twice. */
function encoder(): (value: string) => string {
	const known = new Map<string, string>();
	return (value) => {
		let text = known.get(value);
		if (text === undefined) {
			text = quotedPrintable(value);
			known.set(value, text);
		}
		return text;
	};
}

/** Base64 of a text in UTF-8, in lines of 76 (RFC 2045 §6.8). */
function base64(text: string): string {
	return (
		Buffer.from(text)
			.toString("base64")
			.match(/.{1,76}/g) ?? []
	).join("\r\n");
}

function partHead(type: string): string {
	return [
		`--${BOUNDARY}`,
		`Content-Type: ${type}; charset=utf-8`,
		"Content-Transfer-Encoding: quoted-printable",
		"\r\n",
	].join("\r\n");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it stands in HTML, between tags or in a quoted attribute. */
function escapeHtml(text: string): string {
	// Looking first costs less than rewriting what mostly needs nothing.
	return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => entities[char] ?? char) : text;
}
