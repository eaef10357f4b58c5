import { domainToASCII } from "node:url";

/** An address that is safe in an envelope and in a header field. */
export type MailAddress = string & { readonly mailAddress: unique symbol };

/**
 * The address to mail: as typed, its domain in ASCII (UTS #46), so that only a local part in
 * another script needs SMTPUTF8 (RFC 6531). Null when it cannot be mailed: no or two parts, over
 * 64 and 254 bytes (RFC 5321 §4.5.3.1), or a character that would need quoting or could end a line.
 */
export function mailAddress(typed: string): MailAddress | null {
	const text = typed.trim().normalize("NFC");
	const at = text.lastIndexOf("@");
	const local = text.slice(0, Math.max(at, 0));
	const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, ""));
	if (!/^[^\p{C}\p{Z}"(),:;<>@[\\\]]+$/u.test(local) || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(domain)) return null;
	const address = `${local}@${domain}`;
	return Buffer.byteLength(local) <= 64 && Buffer.byteLength(address) <= 254 ? (address as MailAddress) : null;
}
