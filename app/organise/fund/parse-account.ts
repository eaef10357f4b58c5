import type { FundAccount } from "#app/fund/facts.server.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import type { FactErrors } from "./parse-facts.ts";

/** Who may hold the money, in the order of the form. */
export const modes = ["transfer", "stripe", "held"] as const;

/**
 * Reads an account as it was typed: whose it is always, its number where it is ours, a page where another holds it.
 * @param parseIban gives the electronic form, or null
 * @returns what is wrong, where anything is
 */
export function parseFundAccount(
	fields: Fields,
	parseIban: (typed: string) => string | null,
): { account: FundAccount } | { errors: FactErrors } {
	const errors: FactErrors = {};
	const mode = modes.find((one) => one === text(fields, "mode"));
	const holder = text(fields, "holder");
	const [typedIban, typedUrl] = [text(fields, "iban"), text(fields, "url")];
	if (!mode) errors.mode = "organise.fund.error.mode";
	if (holder === "" || holder.length > 200 || unreadable(holder)) errors.holder = "organise.fund.error.holder";
	const iban = mode === "held" || typedIban === "" ? null : parseIban(typedIban);
	if (mode !== "held" && iban === null && (typedIban !== "" || mode === "transfer"))
		errors.iban = "organise.fund.error.iban";
	const url = mode === "held" ? webAddress(typedUrl) : null;
	if (mode === "held" && url === null) errors.url = "organise.fund.error.url";
	if (!mode || Object.keys(errors).length > 0) return { errors };
	return { account: { mode, holder, iban, url } };
}

/** An https address without a name or a password in it, at most 300 characters. */
function webAddress(typed: string): string | null {
	try {
		const { protocol, username, password, href } = new URL(typed);
		return protocol === "https:" && username === "" && password === "" && href.length <= 300 ? href : null;
	} catch {
		return null;
	}
}
