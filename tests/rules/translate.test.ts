import { describe, expect, test } from "vitest";
import en from "#app/i18n/en.json";
import { formatDay } from "#app/i18n/format.ts";
import kk from "#app/i18n/kk.json";
import ru from "#app/i18n/ru.json";
import { bestLocale, locales, type MessageKey, translator } from "#app/i18n/translate.ts";

const catalogues = { en, ru, kk };

test("every language has every string, and no other", () => {
	for (const locale of locales) expect(Object.keys(catalogues[locale])).toEqual(Object.keys(en));
});

test("every string takes the same values in every language", () => {
	// What stands after a plural's case is a text, not a value.
	const place = /(?<!(?:=\d+|\b(?:one|few|many|other))\s*)\{\s*([a-z]+)\s*[,}]/gi;
	const names = (text: string) => [...new Set([...text.matchAll(place)].map(([, name]) => name))].sort();
	for (const key of Object.keys(en) as MessageKey[])
		for (const locale of locales) expect(names(catalogues[locale][key]), `${locale} ${key}`).toEqual(names(en[key]));
});

test("no Russian sentence that ends with a day ends with two points", () => {
	const day = formatDay("2026-11-23", "ru");
	expect(day).toMatch(/г\.$/);
	const ending = (Object.keys(ru) as MessageKey[]).filter((key) => /\{\w+\}\./.test(ru[key]));
	expect(ending).toContain("donation.monthly.ends");
	for (const key of ending) {
		const names = [...ru[key].matchAll(/\{(\w+)[,}]/g)].map(([, name]) => [name, day]);
		// A number where one is counted.
		const values = { ...Object.fromEntries(names), count: 2, hours: 2 };
		const text = translator("ru")(key, values);
		expect(text, key).not.toContain("..");
		expect(text, key).not.toMatch(/г(?=\s|$)/);
	}
	// Mails are drawn before their gaps are filled: there no day ends a sentence, but in words that go into a gap.
	const drawn = ending.filter((key) => key.startsWith("mail.") && key !== "mail.monthly-failed.again");
	for (const key of drawn) expect(ru[key], key).not.toMatch(/\{(?:day|until)\}\./);
});

test("no string was left in English", () => {
	for (const key of Object.keys(en) as MessageKey[]) {
		if (!/[a-z]{4}/.test(words(en[key]))) continue;
		for (const locale of ["ru", "kk"] as const) expect(catalogues[locale][key], `${locale} ${key}`).not.toBe(en[key]);
	}
});

test("no Kazakh string was left in Russian", () => {
	// Words that both languages have taken from elsewhere.
	const shared = new Set(
		"Журнал Хронология Хроника Петиция Пикет Ревизор Модератор Автор Онлайн импорт Федерация Валюта Комиссия IBAN"
			.split(" ")
			.map((word) => word.toLowerCase()),
	);
	const left = (Object.keys(en) as MessageKey[]).filter((key) => {
		const same = kk[key] === ru[key] && /\p{L}/u.test(words(kk[key]));
		return (
			same &&
			!shared.has(
				words(kk[key])
					.replace(/[:\s]+$/, "")
					.toLowerCase(),
			)
		);
	});
	expect(left).toEqual([]);
});

/** A string without the places that values fill. */
function words(text: string): string {
	return text.replace(/\{\w+\}/g, "");
}

describe("numbers take the right form", () => {
	test.each([
		["en", 0, "No signatures yet"],
		["en", 1, "1 person has signed"],
		["en", 11240, "11,240 people have signed"],
	] as const)("%s %i", (locale, count, text) => {
		expect(translator(locale)("petition.count", { count })).toBe(text);
	});
	test("in Russian one, few and many differ", () => {
		const [one, few, many] = [21, 22, 25].map((count) =>
			translator("ru")("petition.count", { count }).replace(/\d+/, ""),
		);
		expect(new Set([one, few, many]).size).toBe(3);
	});
});

test.each([
	[null, "en"],
	["", "en"],
	["kk", "kk"],
	["ru-RU,ru;q=0.9,en;q=0.8", "ru"],
	["fr, kk;q=0.5, en;q=0.4", "kk"],
	["en;q=0.1, ru;q=0.7", "ru"],
	["ru;q=0, kk;q=0.1", "kk"],
	["*", "en"],
	["\u0000;;;q=x", "en"],
])("Accept-Language %j is read as %s", (header, locale) => {
	expect(bestLocale(header)).toBe(locale);
});
