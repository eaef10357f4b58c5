import { createHash, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";

/** Signs whole mails for one domain. */
export interface DkimSigner {
	/**
	 * The mail with its DKIM-Signature in front.
	 * @param message all of it, its lines ending in CRLF
	 */
	signed(message: string): Promise<string>;
}

/** Whose signature it is and where its public key is published: `SELECTOR._domainkey.DOMAIN`. */
export interface DkimIdentity {
	domain: string;
	selector: string;
	/** RSA, or Ed25519 (RFC 8463). Read once: reading a PEM takes as long as signing. */
	key: KeyObject;
}

// What a reader sees or acts on, as far as the mail has it. RFC 8058 §4 wants both fields of unsubscribing.
const SIGNED = [
	"From",
	"To",
	"Reply-To",
	"Subject",
	"Date",
	"Message-ID",
	"MIME-Version",
	"Content-Type",
	"Auto-Submitted",
	"List-Id",
	"List-Unsubscribe",
	"List-Unsubscribe-Post",
	"Feedback-ID",
];
const order = new Map(SIGNED.map((name, i) => [name.toLowerCase(), i]));
const signAsync = promisify(sign);

/** Makes what signs by RFC 6376, relaxed/relaxed; the work is done beside the event loop. */
export function dkimSigner({ domain, selector, key }: DkimIdentity): DkimSigner {
	const rsa = key.asymmetricKeyType === "rsa";
	const algorithm = rsa ? "rsa-sha256" : "ed25519-sha256";
	return {
		async signed(message) {
			const end = message.indexOf("\r\n\r\n") + 2;
			const fields = signedFields(message.slice(0, end));
			const bodyHash = createHash("sha256")
				.update(relaxedBody(message.slice(end + 2)))
				.digest("base64");
			// From once more than it is there: nobody adds another (RFC 6376 §8.15).
			const names = [...fields.map(({ name }) => name), "From"].join(":");
			const field = [
				`DKIM-Signature: v=1; a=${algorithm}; c=relaxed/relaxed;`,
				` d=${domain}; s=${selector};`,
				` h=${names.replace(/(.{1,66}):/g, "$1:\r\n  ").trimEnd()};`,
				` bh=${bodyHash};`,
				" b=",
			].join("\r\n");
			const data = [...fields.map(({ line }) => relaxedField(line)), relaxedField(field)].join("\r\n");
			// RFC 8463 §3: Ed25519 signs the hash, as if it were the message.
			const signature = rsa
				? await signAsync("sha256", Buffer.from(data), key)
				: await signAsync(null, createHash("sha256").update(data).digest(), key);
			return `${field}${folded(signature.toString("base64"))}\r\n${message}`;
		},
	};
}

interface Field {
	name: string;
	/** The whole field, folded as it stands. */
	line: string;
}

/** The fields to sign, in the order of the list above. */
function signedFields(head: string): Field[] {
	return head
		.split(/\r\n(?![ \t])/)
		.map((line) => ({ name: line.slice(0, line.indexOf(":")), line }))
		.filter(({ name }) => order.has(name.toLowerCase()))
		.sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ name }: Field): number {
	return order.get(name.toLowerCase()) ?? 0;
}

/** RFC 6376 §3.4.2. */
function relaxedField(field: string): string {
	const colon = field.indexOf(":");
	const value = field
		.slice(colon + 1)
		.replaceAll("\r\n", "")
		.replace(/[ \t]+/g, " ")
		.trim();
	return `${field.slice(0, colon).toLowerCase().trimEnd()}:${value}`;
}

/** RFC 6376 §3.4.4. */
function relaxedBody(body: string): string {
	// Looking first costs less than rewriting what mostly needs nothing.
	const plain = /[ \t](?=[ \t\r])|\t/.test(body) ? body.replace(/[ \t]+(?=\r\n)/g, "").replace(/[ \t]+/g, " ") : body;
	const text = plain.replace(/(?:\r\n)+$/, "");
	return text === "" ? "" : `${text}\r\n`;
}

function folded(base64: string): string {
	return base64.replace(/(.{72})(?=.)/g, "$1\r\n ");
}
