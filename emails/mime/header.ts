// A line with encoded words is at most 76 long (RFC 2047 §2): 39 bytes are 52 letters of base64 and
// 12 around, which leaves room for the field's name.
const WORD_BYTES = 39;
// Raw text only where the whole line keeps to 78 (RFC 5322 §2.1.1), whatever the field.
const RAW = 60;

/**
 * The value of a free-text field such as Subject: as it is when it is short plain ASCII, else
 * RFC 2047 base64 words, one a line. Line breaks and other controls become spaces, so that no
 * text can begin a field of its own.
 */
export function headerText(text: string): string {
	const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
	const plain = /^[\x20-\x7e]*$/.test(line) && line.length <= RAW && line === line.trim() && !line.includes("=?");
	return plain ? line : encodedWords(line);
}

/** `"Name" <address>` (RFC 5322 §3.4); the address must be a `MailAddress`. */
export function mailboxField(name: string, address: string): string {
	const text = headerText(name);
	const phrase = text.startsWith("=?") ? text : `"${text.replace(/["\\]/g, "\\$&")}"`;
	return `${phrase}${phrase.length + address.length > 60 ? "\r\n" : ""} <${address}>`;
}

// Thousands of mails go out within a second: writing it out for each would be a tenth of what composing them takes.
let written = { second: Number.NaN, text: "" };

/** A moment as a Date field has it (RFC 5322 §3.3), in UTC. */
export function headerDate(date: Date): string {
	const second = Math.floor(date.getTime() / 1_000);
	if (written.second !== second) written = { second, text: date.toUTCString().replace("GMT", "+0000") };
	return written.text;
}

function encodedWords(text: string): string {
	const words: string[] = [];
	let word = "";
	let size = 0;
	for (const char of text) {
		const bytes = Buffer.byteLength(char);
		if (size + bytes > WORD_BYTES) {
			words.push(word);
			word = "";
			size = 0;
		}
		word += char;
		size += bytes;
	}
	return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString("base64")}?=`).join("\r\n ");
}
