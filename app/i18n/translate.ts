import { IntlMessageFormat } from "intl-messageformat";
import en from "./en.json";
import kk from "./kk.json";
import ru from "./ru.json";

/** A string of the interface; `en.json` names them all. */
export type MessageKey = keyof typeof en;
export type MessageValues = Record<string, string | number | Date>;

// A key that ru.json or kk.json lacks is a type error here.
const catalogues = { en, ru, kk } satisfies Record<string, Record<MessageKey, string>>;

/** A language the interface is in: one file each, named in its own words by `language.name`. */
export type Locale = keyof typeof catalogues;
/** Every language, English first. */
export const locales = Object.keys(catalogues) as Locale[];

/** What serves whoever reads none of the languages, and what a page without a language is in. */
export const fallbackLocale: Locale = "en";

const neighbours: Partial<Record<Locale, Locale>> = { kk: "ru" };

/** Every language, in the order in which who reads one would take a text that is not in it: Russian before English for Kazakh. */
export function preferences(locale: Locale): Locale[] {
	const first = [locale, neighbours[locale] ?? fallbackLocale, fallbackLocale];
	return [...new Set([...first, ...locales])];
}

/** Whether a text, such as the first segment of an address, names one of the languages. */
export function isLocale(text: string | undefined): text is Locale {
	return text !== undefined && Object.hasOwn(catalogues, text);
}

/** `t("key", { n: 3 })` in one language: ICU MessageFormat, plurals by CLDR. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

const translators = new Map<Locale, Translate>();

/** The strings of one language; each message is parsed once per process. */
export function translator(locale: Locale): Translate {
	let translate = translators.get(locale);
	if (!translate) {
		const parsed = new Map<MessageKey, IntlMessageFormat>();
		translate = (key, values) => {
			let message = parsed.get(key);
			if (!message) {
				message = new IntlMessageFormat(catalogues[locale][key], locale, undefined, { ignoreTag: true });
				parsed.set(key, message);
			}
			const text = String(message.format(values));
			// A Russian day ends with the point of «г.», which ends a sentence too.
			return locale === "ru" ? text.replaceAll("г..", "г.") : text;
		};
		translators.set(locale, translate);
	}
	return translate;
}

/** The best language for an Accept-Language header (RFC 9110 §12.5.4); the fallback when none fits. */
export function bestLocale(acceptLanguage: string | null): Locale {
	const wanted = (acceptLanguage ?? "")
		.split(",")
		.map((part) => {
			const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
			const q = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
			return { language: tag.split("-")[0], q: q === undefined ? 1 : Number(q) };
		})
		.filter(({ q }) => q > 0)
		.sort((a, b) => b.q - a.q);
	for (const { language } of wanted) if (isLocale(language)) return language;
	return fallbackLocale;
}
