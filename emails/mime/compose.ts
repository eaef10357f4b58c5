import { headerDate, headerText, mailboxField } from "./header.ts";
import type { MailAddress } from "./mail-address.ts";
import { joinPieces, quotedPrintable } from "./quoted-printable.ts";
import { fill, type Gapped, type Rendition } from "./rendition.ts";

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

/**
 * A whole mail (RFC 5322, multipart/alternative of text and HTML) from a rendition and one
 * recipient's values. No value can add a header or markup; no line of a body passes 76.
 */
export function compose(rendition: Rendition, mail: Addressed): Buffer {
	const value = (name: string) => mail.values[name] ?? "";
	const body = (gapped: Gapped, safe: (text: string) => string) =>
		joinPieces(fill(gapped, (name) => quotedPrintable(safe(value(name)))));
	return Buffer.from(
		[
			`From: ${mailboxField(mail.senderName, mail.from)}`,
			`To: <${mail.to}>`,
			`Subject: ${headerText(fill(rendition.subject, value).join(""))}`,
			`Date: ${headerDate(mail.date)}`,
			`Message-ID: ${mail.messageId}`,
			// No holiday notice answers (RFC 3834).
			"Auto-Submitted: auto-generated",
			"MIME-Version: 1.0",
			`Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
			"",
			...part(
				"text/plain",
				body(rendition.text, (text) => text),
			),
			...part("text/html", body(rendition.html, escapeHtml)),
			`--${BOUNDARY}--`,
			"",
		].join("\r\n"),
	);
}

function part(type: string, encoded: string): string[] {
	return [
		`--${BOUNDARY}`,
		`Content-Type: ${type}; charset=utf-8`,
		"Content-Transfer-Encoding: quoted-printable",
		"",
		encoded,
	];
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it stands in HTML, between tags or in a quoted attribute. */
function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
