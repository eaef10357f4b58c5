/** The fields of one posted form, each with its last value (WHATWG application/x-www-form-urlencoded). */
export type Fields = ReadonlyMap<string, string>;

/** Reads a form. The front door has checked its type, size and encoding. */
export async function readForm(request: Request): Promise<Fields> {
	return new Map(new URLSearchParams(await request.text()));
}

// NUL cannot be stored; bidi controls make a name read as another; U+FFFD stands where the bytes were no text.
const forbidden = /[\0\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** Characters beyond which a text is only kept to be shown again: normalising some of them takes quadratic time. */
const READ_AT_MOST = 2_048;

/** A field as a person means it: NFC (Unicode UAX #15), line ends as `\n`, no space around it. */
export function text(fields: Fields, name: string): string {
	const typed = (fields.get(name) ?? "").replace(/\r\n/g, "\n");
	return typed.length > READ_AT_MOST ? typed : typed.normalize("NFC").trim();
}

/** A box that was ticked. */
export function ticked(fields: Fields, name: string): boolean {
	return fields.get(name) === "on";
}

/** Whether a text has characters that no field takes. */
export function unreadable(text: string): boolean {
	return forbidden.test(text);
}
