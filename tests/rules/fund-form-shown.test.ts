import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { askedBy, askedIn } from "#app/fund/giving/asked.ts";
import type { Offer } from "#app/fund/giving/currencies.ts";
import { emptyGiving, type GiveErrors, giveFields } from "#app/fund/giving/give-fields.ts";
import { GiveForm } from "#app/fund/giving/give-form.tsx";
import { offerValues, parseOffers } from "#app/fund/giving/offers.server.ts";
import type { Offered } from "#app/fund/giving/parse-give.ts";
import { fieldAmount } from "#app/fund/money/format-amount.ts";
import { parseAmount } from "#app/fund/money/parse-amount.ts";
import { locales, translator } from "#app/i18n/translate.ts";

// Dinars of Kuwait have three decimals: a mark that a language does not write before them is read as that of thousands.
const fee = { rate: 325, fixed: 250 };
const dinars: Offer = { currency: "KWD", least: 1_000, most: 900_500, suggested: [1_500, 12_250], fee };
const euros: Offer = { currency: "EUR", least: 300, most: 500_000, suggested: [1_000, 2_050], fee };
const offers = [dinars, euros];

describe.each(locales)("in %s", (locale) => {
	const offered: Offered = { offers, ways: ["card", "transfer"], locale };
	const formOf = (asked: ReturnType<typeof askedIn>) => {
		if (!asked) throw new Error("nothing is offered");
		return renderToStaticMarkup(createElement(GiveForm, { locale, slug: "x", ...asked }));
	};

	test.each(offers)("an amount that is chosen is the one that is shown, $currency", ({ currency, suggested }) => {
		const html = formOf(askedIn(offered, currency));
		const chosen = [...html.matchAll(/type="radio"[^>]*name="amount"[^>]*value="([^"]+)"/g)].map(([, value]) => value);
		const read = chosen.slice(0, -1).map((value) => parseAmount(value ?? "", currency, locale));
		expect([chosen.at(-1), read]).toEqual(["other", suggested]);
	});

	test("whoever comes back from the page for paying has the amount that they had", () => {
		const back = (currency: string, amount: string) =>
			askedBy(offered, new URLSearchParams({ back: "1", amount, currency, frequency: "once" }))?.values.amount;
		expect([back("KWD", "1.500"), back("EUR", "20.50")]).toEqual([
			fieldAmount(1_500, "KWD", locale),
			fieldAmount(2_050, "EUR", locale),
		]);
		expect(back("KWD", "")).toBe("");
	});

	test("what the treasurer's form shows is what it saves", () => {
		expect(parseOffers(new Map(Object.entries(offerValues(offers, locale))), locale)).toEqual({ offers });
	});

	test("another currency comes before all that could be lost by it, and says so", () => {
		const html = formOf(askedIn(offered, "EUR"));
		const [said, first] = [
			html.indexOf(translator(locale)("fund.currency.first")),
			html.indexOf('<input type="radio"'),
		];
		expect(said).toBeGreaterThan(0);
		expect(said).toBeLessThan(first);
	});

	test("mistakes are listed in the order of the fields", () => {
		const errors: GiveErrors = Object.fromEntries(giveFields.map((field) => [field, { key: "fund.error.currency" }]));
		const html = formOf(askedIn(offered, "EUR", emptyGiving, errors));
		const end = html.indexOf("</ul></div>");
		const places = [...html.slice(0, end).matchAll(/href="#([\w-]+)"/g)]
			.map(([, id]) => html.indexOf(`id="${id}"`, end))
			.filter((place) => place >= 0);
		expect(places.length).toBeGreaterThan(6);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});
});
