/** Characters beyond which a field of a mail is not looked at for an address (RFC 5321 §4.5.3.1 allows 254 for one). */
export const LONGEST_FIELD = 1_000;

/** Whether something without spaces could be an address: split at the last `@`, in one look, whatever stands there. */
export function isAddress(text: string): boolean {
	const at = text.lastIndexOf("@");
	return text.length <= LONGEST_FIELD && at > 0 && at < text.length - 1;
}

/** The addresses in a field as people and servers write them, `Name <a@example.org>, b@example.org`. */
export function addressesIn(field: string): string[] {
	return field.length > LONGEST_FIELD ? [] : field.split(/[\s<>,;:"]+/).filter(isAddress);
}
