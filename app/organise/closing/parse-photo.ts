import { type Locale, locales, type MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";

/** What was typed beside a photo, to be shown again; the file itself a browser asks for anew. */
export interface PhotoWords {
	alternatives: Record<Locale, string>;
	agreed: boolean;
}
export type PhotoErrors = Partial<Record<"photo" | "agreed" | `alternative-${Locale}`, MessageKey>>;

/** Reads what stands beside a photo's file: what can be seen, in every language, and that it may be shown. */
export function parsePhoto(fields: Fields): { values: PhotoWords; errors: PhotoErrors } {
	const alternatives = { en: "", ru: "", kk: "" };
	const errors: PhotoErrors = {};
	for (const locale of locales) {
		const typed = text(fields, `alternative-${locale}`);
		alternatives[locale] = typed;
		const wrong = wrongWith(typed);
		if (wrong) errors[`alternative-${locale}`] = wrong;
	}
	const agreed = ticked(fields, "agreed");
	if (!agreed) errors.agreed = "picket.photo.agreed.missing";
	return { values: { alternatives, agreed }, errors };
}

function wrongWith(typed: string): MessageKey | undefined {
	if (typed === "") return "picket.photo.alternative.missing";
	if (unreadable(typed) || /\p{Cc}/u.test(typed.replaceAll("\n", ""))) return "sign.text.unreadable";
	return [...typed].length > 500 ? "picket.photo.alternative.long" : undefined;
}
