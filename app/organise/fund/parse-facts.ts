import type { FundFacts } from "#app/fund/facts.server.ts";
import { isLocale, type Locale, type MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import { isPayable } from "#app/web/payable.ts";

/** What is said of a fund in each language, in the order of the form. */
export const factNames = ["purpose", "who_decides", "costs", "surplus"] as const;

/** Characters of one fact. */
export const longest = 2_000;

/** What is wrong with which field. */
export type FactErrors = Partial<Record<string, MessageKey>>;

/**
 * Reads the facts of a fund as they were typed.
 * @param languages those of the campaign
 * @param open givers are shown them: none may be empty
 */
export function parseFundFacts(
	fields: Fields,
	languages: readonly string[],
	open: boolean,
): { facts: FundFacts; errors: FactErrors } {
	const errors: FactErrors = {};
	const read = (name: string) => {
		const typed = text(fields, name);
		if (typed.length > longest) errors[name] = "organise.fund.error.long";
		else if (unreadable(typed)) errors[name] = "organise.fund.error.unreadable";
		else if (isPayable(typed)) errors[name] = "organise.fund.error.payable";
		else if (open && typed === "") errors[name] = "organise.fund.error.open";
		return typed;
	};
	const facts: FundFacts = { legalName: read("legal_name"), country: read("country"), words: {} };
	if (facts.country !== "" && !/^[A-Z]{2}$/.test(facts.country)) errors.country = "organise.fund.error.country";
	for (const locale of languages.filter((one): one is Locale => isLocale(one))) {
		const [purpose = "", who_decides = "", costs = "", surplus = ""] = factNames.map((name) =>
			read(`${name}-${locale}`),
		);
		facts.words[locale] = { purpose, who_decides, costs, surplus };
	}
	return { facts, errors };
}
