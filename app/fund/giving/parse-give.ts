import { parse } from "tldts";
import type { Locale, MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { coverOf } from "../money/cover.ts";
import { formatAmount } from "../money/format-amount.ts";
import { type AmountFault, parseAmount } from "../money/parse-amount.ts";
import type { Offer } from "./currencies.ts";
import {
	emptyGiving,
	type Gift,
	type GiveErrors,
	type GiveField,
	type GiveValues,
	giveFields,
	givers,
	longest,
} from "./give-fields.ts";

export type ParsedGiving =
	| { ok: true; gift: Gift; trap: boolean }
	| { ok: false; values: GiveValues; errors: GiveErrors };

/** What can be given here, and how. */
export interface Offered {
	offers: readonly Offer[];
	/** The ways that are open; bodies give by transfer alone. */
	ways: readonly Gift["way"][];
	locale: Locale;
}

/** Why a text is no amount, in words. */
export const faults: Record<AmountFault, MessageKey> = {
	missing: "fund.error.amount-missing",
	unreadable: "fund.error.amount-unreadable",
	unclear: "fund.error.amount-unclear",
	fine: "fund.error.amount-fine",
	vast: "fund.error.amount-vast",
};

/** Reads the form by which a person or a body gives: depends on the input alone, never on who has given. */
export function parseGiving(fields: Fields, offered: Offered): ParsedGiving {
	const values = typedGiving(fields);
	const errors: GiveErrors = {};
	const wrong = (field: GiveField, key: MessageKey | undefined) => {
		if (key && !errors[field]) errors[field] = { key };
	};
	const giver = givers.find((known) => known === (values.giver || "person"));
	const body = giver !== undefined && giver !== "person";
	const ways = body ? offered.ways.filter((way) => way === "transfer") : offered.ways;
	const way = ways.find((known) => known === (values.way || ways[0]));
	const frequency = (["once", "monthly"] as const).find((known) => known === (values.frequency || "once"));
	const offer = offered.offers.find(({ currency }) => currency === (values.currency || offered.offers[0]?.currency));

	wrong("giver", giver ? undefined : "fund.error.giver");
	wrong("way", way ? undefined : "fund.error.way");
	wrong("frequency", frequency ? undefined : "fund.error.frequency");
	wrong("frequency", frequency === "monthly" && way === "transfer" ? "fund.error.monthly-by-card" : undefined);
	wrong("currency", offer ? undefined : "fund.error.currency");
	wrong("email", body && values.email === "" ? "fund.error.email-organisation" : undefined);
	wrong("email", emailError(values.email, frequency === "monthly"));
	wrong("display_name", nameError(values.display_name, longest.display_name));
	wrong("dedication", textError(values.dedication, longest.dedication));
	if (body) {
		wrong("organisation", values.organisation === "" ? "fund.error.organisation" : undefined);
		wrong("organisation", nameError(values.organisation, longest.organisation));
		wrong("address", values.address === "" ? "fund.error.address" : textError(values.address, longest.address));
		wrong("contact", nameError(values.contact, longest.contact));
	}
	const amount = offer && amountOf(values, offer, way ?? "card", offered.locale, errors);
	// Their form has one field, and nothing to choose.
	if (body && errors.amount?.key === faults.missing) errors.amount = { key: "fund.error.amount-write" };
	if (!giver || !way || !frequency || !offer || amount === undefined || Object.keys(errors).length > 0)
		return { ok: false, values, errors };
	const cover = way === "card" && ticked(fields, "cover_fee") ? coverOf(amount, offer.fee, offer.currency) : 0;
	const { email, display_name: displayName, dedication, organisation: name, address, contact } = values;
	return {
		ok: true,
		trap: (fields.get("homepage") ?? "") !== "",
		gift: {
			amount,
			cover,
			currency: offer.currency,
			frequency,
			way,
			giver,
			email,
			displayName: body ? "" : displayName,
			dedication,
			...(body && { organisation: { name, address, contact } }),
		},
	};
}

/** A form as it was posted, to be shown again. */
export function typedGiving(fields: Fields): GiveValues {
	const values = { ...emptyGiving };
	for (const name of giveFields) if (fields.has(name)) values[name] = text(fields, name);
	return values;
}

/** One of the suggested amounts, or another that was written; both are a question, as one of them is a mistake. */
function amountOf(values: GiveValues, offer: Offer, way: Gift["way"], locale: Locale, errors: GiveErrors) {
	const written = values.amount === "other" || values.amount === "" ? values.amount_other : values.amount;
	const field = written === values.amount ? "amount" : "amount_other";
	const amount = parseAmount(written, offer.currency, locale);
	if (typeof amount === "string") {
		errors[field] = { key: faults[amount] };
		return undefined;
	}
	const other = values.amount_other !== "" && parseAmount(values.amount_other, offer.currency, locale);
	if (other !== false && other !== amount) errors.amount_other = { key: "fund.error.amount-two" };
	const limit = (units: number) => ({ amount: formatAmount(units, offer.currency, locale) });
	if (amount < offer.least) errors[field] = { key: "fund.error.amount-least", values: limit(offer.least) };
	if (way === "card" && amount > offer.most)
		errors[field] = { key: "fund.error.amount-most", values: limit(offer.most) };
	return amount;
}

function emailError(email: string, needed: boolean): MessageKey | undefined {
	if (email === "") return needed ? "fund.error.email" : undefined;
	return isMailAddress(email) ? undefined : "sign.email.invalid";
}

/** Words of several lines. */
export function textError(typed: string, most: number): MessageKey | undefined {
	if (unreadable(typed) || /[^\P{Cc}\n]/u.test(typed)) return "sign.text.unreadable";
	return [...typed].length > most ? "sign.text.long" : undefined;
}

/** Names have letters and no address, link or anything that a spreadsheet would run (decision 18). */
export function nameError(typed: string, most: number): MessageKey | undefined {
	if (typed === "") return undefined;
	const error = typed.includes("\n") ? "sign.text.unreadable" : textError(typed, most);
	if (error) return error;
	const plain = typed.normalize("NFKC");
	if (!/\p{L}/u.test(plain)) return "sign.text.unreadable";
	const links = /@|:\/\/|^[-=+]/.test(plain) || plain.split(/[\s,;()/]+/).some(isDomain);
	return links ? "sign.name.link" : undefined;
}

function isDomain(word: string): boolean {
	const { isIcann, domain } = parse(word);
	return Boolean(isIcann && domain);
}
