import { isAddress, LONGEST_FIELD } from "./addresses.ts";

/** The fields of one group of a report (RFC 3464 §2.1, RFC 5965 §2), by name in lower case; of repeated ones the first, cut. */
export type ReportFields = ReadonlyMap<string, string>;

/** Reads the groups of fields of a report: of a delivery status the first is of the message, each other of a recipient. */
export function reportFields(text: string): ReportFields[] {
	return text
		.split(/\r?\n[ \t]*\r?\n/)
		.map((group) => {
			const fields = new Map<string, string>();
			for (const line of group.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
				const [, name, value] = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
				if (name && !fields.has(name.toLowerCase()))
					fields.set(name.toLowerCase(), (value ?? "").slice(0, LONGEST_FIELD).trim());
			}
			return fields;
		})
		.filter(({ size }) => size > 0);
}

/**
 * The address of a typed field, `rfc822; a@example.org` or `utf-8; …` with its escapes (RFC 6533 §3). Null when there is
 * none.
 */
export function typedAddress(value: string | undefined): string | null {
	if (!value || value.length > LONGEST_FIELD) return null;
	const [, type, rest = ""] = /^(?:([\w.-]+)[ \t]*;)?(.*)$/.exec(value) ?? [];
	const text = rest.trim().replace(/^<|>$/g, "");
	if (!isAddress(text) || /[<>\s]/.test(text)) return null;
	if (type && !/^(?:rfc822|utf-8|unknown)$/i.test(type)) return null;
	// Unicode escapes as `\x{44F}`; xtext as `+3D` (RFC 3461 §4) only where the type is rfc822.
	return text.replace(/\\x\{([0-9A-Fa-f]{2,6})\}/g, (written, hex: string) => {
		const point = Number.parseInt(hex, 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : written;
	});
}
