/** What a file turned out to be. */
export interface Made {
	name: string;
	/** Hexadecimal. */
	sha256: string;
	bytes: number;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** JSON in its one canonical form: keys sorted, no space (RFC 8785, of which text and whole numbers are all we have). */
function canonicalJson(value: Json): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const entries = Object.entries(value as { readonly [key: string]: Json | undefined })
		.filter((entry): entry is [string, Json] => entry[1] !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(",")}}`;
}

/** The manifest of a set of files: their sums, and what they are of. `sha256sum` finds the same. */
export function manifestOf(about: { readonly [key: string]: Json | undefined }, files: readonly Made[]): string {
	const listed = files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
	return `${canonicalJson({ shape: "yntymaq-hand-in-manifest/1", ...about, files: listed })}\n`;
}
