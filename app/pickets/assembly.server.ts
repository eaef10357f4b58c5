import { parse } from "yaml";
import { z } from "zod";
import { countryName } from "#app/i18n/format.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";
import type { CountryRule } from "./assembly.ts";
import file from "./assembly.yaml?raw";

const text = z.string().min(1);
const rule = z.strictObject({
	language: z.string().length(2),
	source: text,
	url: z.url(),
	en: text,
	ru: text,
	kk: text,
});
const rules = z.record(z.string().regex(/^[A-Z]{2}$/), rule).parse(parse(file));
const byLocale = new Map(locales.map((locale) => [locale, inLocale(locale)]));

/** The rules of the countries of which we surely know, in a language. Of all others a local union or a lawyer does. */
export function assemblyRules(locale: Locale): readonly CountryRule[] {
	return byLocale.get(locale) ?? [];
}

/** The rule of one country, if we know it. */
export function assemblyRule(country: string, locale: Locale): CountryRule | undefined {
	return assemblyRules(locale).find((rule) => rule.country === country);
}

function inLocale(locale: Locale): CountryRule[] {
	return Object.entries(rules)
		.map(([country, { language, source, url, ...words }]) => ({ country, text: words[locale], source, language, url }))
		.sort((a, b) => countryName(a.country, locale).localeCompare(countryName(b.country, locale), locale));
}
