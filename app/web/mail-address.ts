import { domainToASCII } from "node:url";
import { unreadable } from "./form.ts";

/**
 * Whether a text can be a mail address: the lengths of RFC 5321 §4.5.3.1 and one `@`. Whether the mailbox exists is for
 * the mail to find out.
 */
export function isMailAddress(email: string): boolean {
	// Before anything whose time grows with the square of the length.
	if (Buffer.byteLength(email) > 254) return false;
	const at = email.lastIndexOf("@");
	const local = email.slice(0, at);
	const domain = domainToASCII(email.slice(at + 1).toLowerCase());
	const fits = at > 0 && Buffer.byteLength(local) <= 64;
	const isLocal = /^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}]+$/u.test(local) && !/^\.|\.$|\.\./.test(local);
	const isHost = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain);
	return fits && isLocal && isHost && !unreadable(email);
}
