import { parse } from "tldts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { isCountry } from "./countries.ts";
import { emptySignForm, longest, type SignErrors, type SignValues } from "./sign-fields.ts";
import { meantDomain } from "./typos.ts";
import { type Manner, type Visibility, visibilities, type Words } from "./words.ts";

export type ParsedSignForm =
	| { ok: true; words: Omit<Words, "locale">; trap: boolean }
	| { ok: false; values: SignValues; errors: SignErrors; didYouMean?: string };

/** Reads and checks the form of a petition: depends on the input alone, never on who has signed. */
export function parseSignForm(fields: Fields, atRiskCountries: ReadonlySet<string>): ParsedSignForm {
	const values = typedValues(fields);
	const atRisk = values.at_risk === "on" || atRiskCountries.has(values.country);
	const errors: SignErrors = { ...emailError(values.email), ...(atRisk ? {} : choiceErrors(values)) };
	if (Object.keys(errors).length > 0) return { ok: false, values, errors };
	const didYouMean = ticked(fields, "email_as_typed") ? undefined : meantAddress(values.email);
	if (didYouMean) return { ok: false, values, errors: { email: "sign.email.typo" }, didYouMean };
	return { ok: true, words: wordsOf(values, atRisk), trap: (fields.get("homepage") ?? "") !== "" };
}

/** The form as it was posted, to be shown again. */
export function typedValues(fields: Fields): SignValues {
	const values = { ...emptySignForm };
	for (const name of Object.keys(values) as (keyof SignValues)[]) values[name] = text(fields, name);
	// A button of the "did you mean" question carries the address that it stands for: it answers for the one
	// that was asked about, and for no other that was typed since.
	const meant = meantAddress(values.email);
	if (meant && text(fields, "email_meant") === meant) values.email = meant;
	return values;
}

function wordsOf(values: SignValues, atRisk: boolean): Omit<Words, "locale"> {
	return {
		email: values.email,
		visibility: (values.visibility || "counted") as Visibility,
		country: values.country,
		name: values.name,
		town: values.town,
		organisation: values.organisation,
		shownAs: mannerOf(values.shown_as),
		line: values.line,
		linePublic: values.line_public === "on" && values.line !== "",
		updates: values.updates === "on",
		atRisk,
		source: /^[a-z0-9-]{1,40}$/.test(values.source) ? values.source : "",
	};
}

function meantAddress(email: string): string | undefined {
	const domain = meantDomain(domainOf(email));
	return domain && `${email.slice(0, email.lastIndexOf("@"))}@${domain}`;
}

function domainOf(email: string): string {
	return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

function emailError(email: string): SignErrors {
	if (email === "") return { email: "sign.email.missing" };
	return isMailAddress(email) ? {} : { email: "sign.email.invalid" };
}

function choiceErrors(values: SignValues): SignErrors {
	const errors: SignErrors = {};
	if (!isCountry(values.country)) errors.country = "sign.country.missing";
	if (!visibilities.includes(values.visibility as Visibility)) errors.visibility = "sign.visibility.missing";
	else if (values.visibility !== "counted") Object.assign(errors, nameErrors(values));
	return { ...errors, ...nameLikeError("town", values.town), ...textError("line", values.line) };
}

/** How a name stands in the list; in full unless initials are chosen. */
export function mannerOf(typed: string): Manner {
	return typed === "initials" ? "initials" : "name";
}

/** What is wrong with the words of who is named: they are shown to others and printed. */
export function nameErrors({ name, organisation }: Pick<Words, "name" | "organisation">): SignErrors {
	const missing: SignErrors = name === "" ? { name: "sign.name.missing" } : {};
	return { ...missing, ...nameLikeError("name", name), ...nameLikeError("organisation", organisation) };
}

/** Names of people, towns and organisations have letters, and no address, link or anything that a spreadsheet would run. */
export function nameLikeError(field: "name" | "town" | "organisation", typed: string): SignErrors {
	if (typed === "") return {};
	const error = textError(field, typed);
	if (error[field]) return error;
	const plain = typed.normalize("NFKC");
	if (!/\p{L}/u.test(plain)) return { [field]: "sign.text.unreadable" };
	const isLink = /@|:\/\/|^[-=+]/.test(plain) || plain.split(/[\s,;()/]+/).some(isDomain);
	return isLink ? { [field]: "sign.name.link" } : {};
}

function isDomain(word: string): boolean {
	const { isIcann, domain } = parse(word);
	return Boolean(isIcann && domain);
}

export function textError(field: "name" | "town" | "organisation" | "line", typed: string): SignErrors {
	const breaks = field === "line" ? typed.replaceAll("\n", " ") : typed;
	if (unreadable(typed) || /\p{Cc}/u.test(breaks)) return { [field]: "sign.text.unreadable" };
	return [...typed].length > longest[field] ? { [field]: "sign.text.long" } : {};
}
