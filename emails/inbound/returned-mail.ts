import { type Attachment, simpleParser } from "mailparser";
import { LONGEST_FIELD } from "./addresses.ts";

/** What is read of a mail that came to the bounce host; nothing else of it is looked at. */
export interface ReturnedMail {
	/** By name in lower case, folded lines joined, cut to 1,000 characters; of repeated ones the last. */
	headers: ReadonlyMap<string, string>;
	subject: string;
	/** What it says to people, at most 64 kB. */
	text: string;
	/** message/delivery-status, message/feedback-report and their kin (RFC 3464, 5965, 6533): the type and the fields. */
	reports: readonly { type: string; text: string }[];
	/** The head of the mail that it is about, where it encloses it. */
	original: string;
}

/** No report of a machine is so long; what is, is refused before it is read. */
export const LONGEST_MAIL = 1_048_576;
const LONGEST_TEXT = 65_536;
/** Bytes before the first empty line, where what parses a mail is slowest. */
const LONGEST_HEAD = 131_072;

const reporting = /^message\/(?:global-)?delivery-status$|^message\/feedback-report$/;
const enclosed = /^message\/(?:rfc822|global(?:-headers)?)$|^text\/rfc822-headers$/;

/**
 * Reads a mail's source, however malformed.
 * @returns null when it is over `LONGEST_MAIL` bytes, its head too long to be a server's, or nothing can be made of it
 */
export async function readReturnedMail(source: Buffer): Promise<ReturnedMail | null> {
	if (source.length > LONGEST_MAIL || headLength(source) > LONGEST_HEAD) return null;
	try {
		const mail = await simpleParser(source, {
			keepDeliveryStatus: true,
			skipHtmlToText: true,
			skipTextToHtml: true,
			skipTextLinks: true,
			skipImageLinks: true,
		});
		const parts = mail.attachments.map((part) => ({ type: part.contentType.toLowerCase(), text: contentOf(part) }));
		return {
			headers: new Map(mail.headerLines.map(({ key, line }) => [key.toLowerCase(), fieldValue(line)])),
			subject: (mail.subject ?? "").slice(0, LONGEST_FIELD),
			text: (mail.text || tagless(mail.html)).slice(0, LONGEST_TEXT),
			reports: parts.filter(({ type }) => reporting.test(type)),
			original: headOf(parts.find(({ type }) => enclosed.test(type))?.text ?? ""),
		};
	} catch {
		// Whatever the parser stumbled over, it was sent to us by anybody.
		return null;
	}
}

function headLength(source: Buffer): number {
	const ends = [source.indexOf("\r\n\r\n"), source.indexOf("\n\n")].filter((at) => at >= 0);
	return Math.min(source.length, ...ends);
}

function contentOf({ content }: Attachment): string {
	return content.subarray(0, LONGEST_TEXT).toString();
}

function fieldValue(line: string): string {
	return line
		.slice(line.indexOf(":") + 1)
		.slice(0, LONGEST_FIELD)
		.replace(/\r?\n/g, "")
		.trim();
}

function headOf(message: string): string {
	return message.split(/\r?\n\r?\n/, 1)[0] ?? "";
}

/** The text of a report that only has HTML, roughly: it is searched for phrases, never shown. */
function tagless(html: string | false | undefined): string {
	return html ? html.slice(0, LONGEST_TEXT).replace(/<[^<>]*>/g, " ") : "";
}
