/** Languages in which a host may write (BCP 47), those of the interface first, then by their own names. */
export const hostLanguages = [
	..."en ru kk".split(" "),
	..."ar az cs de el es fa fi fr hi it ja ka ko ky nl pl pt sv tr uk uz zh".split(" "),
] as const;

/** Whether a host may write in a language. */
export function isHostLanguage(code: string): boolean {
	return hostLanguages.includes(code);
}

/** A language by its own name, as whoever reads it looks for it. */
export function ownName(code: string): string {
	return new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code;
}

/** Which way a language is written, for `dir`. */
export function directionOf(code: string): "ltr" | "rtl" {
	return code === "ar" || code === "fa" ? "rtl" : "ltr";
}
