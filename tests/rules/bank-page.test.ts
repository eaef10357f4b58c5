import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { locales, translator } from "#app/i18n/translate.ts";
import { BalancesPart } from "#app/organise/fund/bank/balances-part.tsx";

// Whoever keeps a fund knows of each balance whether it was compared with the books.

test.each(locales)("a balance that cannot be compared says so, %s", (locale) => {
	const t = translator(locale);
	const page = (booked: string | null) => {
		const balances = [{ account: "", day: "3", amount: "5", booked, differs: booked !== "5", seen: false }];
		const rest = { accounts: [], gaps: [], currencies: [], today: "2026-11-03", typed: undefined, done: null };
		return renderToStaticMarkup(createElement(BalancesPart, { t, balances, ...rest, mayAct: false }));
	};
	const not = t("organise.bank.balances.not-compared");
	expect([page(null), page("5"), page("7")].map((html) => html.includes(not))).toEqual([true, false, false]);
});
