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
}

// Quoted-printable never has `=_`, so the boundary cannot occur in a part.
const BOUNDARY = "=_alternative";
const FIXED_HEAD = [
	// No holiday notice answers (RFC 3834).
	"Auto-Submitted: auto-generated",
	"MIME-Version: 1.0",
	`Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
	"\r\n",
].join("\r\n");
const PLAIN = partHead("text/plain");
const HTML = `\r\n${partHead("text/html")}`;
const END = `\r\n--${BOUNDARY}--\r\n`;

/**
 * A whole mail (RFC 5322, multipart/alternative of text and HTML) from a rendition and one
 * recipient's values. No value can add a header or markup; no line of a body passes 76.
 */
export function compose(rendition: Rendition, mail: Addressed): string {
	const head = [
		`From: ${mailboxField(mail.senderName, mail.from)}`,
		`To: <${mail.to}>`,
		`Subject: ${headerText(fill(rendition.subject, mail.values, String))}`,
		`Date: ${headerDate(mail.date)}`,
		`Message-ID: ${mail.messageId}`,
		FIXED_HEAD,
	].join("\r\n");
	const text = fill(rendition.text, mail.values, quotedPrintable);
	const html = fill(rendition.html, mail.values, (value) => quotedPrintable(escapeHtml(value)));
	return `${head}${PLAIN}${text}${HTML}${html}${END}`;
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
	return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
