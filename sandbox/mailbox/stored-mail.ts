import { randomUUID } from "node:crypto";
import type { ParsedMail } from "mailparser";

/** One mail as `/mailbox.json` gives it. */
export interface StoredMail {
	id: string;
	/** Whom the envelope named, separated by commas. */
	to: string;
	subject: string;
	/** When the mail says it was written, ISO 8601 in UTC. */
	date: string;
	text: string;
	html: string;
	/** By lower-case name, as sent, unfolded; the last one where a name comes twice. */
	headers: Record<string, string>;
}

/** What the mailbox keeps of a parsed mail. */
export function storedMail(mail: ParsedMail, recipients: readonly string[]): StoredMail {
	return {
		id: randomUUID(),
		to: recipients.join(", "),
		subject: mail.subject ?? "",
		date: (mail.date ?? new Date()).toISOString(),
		text: mail.text ?? "",
		html: mail.html || "",
		headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, unfolded(line)])),
	};
}

/** The value of a header line without its name and folds (RFC 5322 §2.2.3). */
function unfolded(line: string): string {
	return line
		.slice(line.indexOf(":") + 1)
		.replace(/\r?\n(?=[ \t])/g, "")
		.trim();
}
