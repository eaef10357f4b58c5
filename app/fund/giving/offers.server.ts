import { sql } from "kysely";
import type { Locale, MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text } from "#app/web/form.ts";
import type { Db } from "#db/client.ts";
import { offersOf } from "../fund.server.ts";
import { fieldAmount } from "../money/format-amount.ts";
import { parseAmount } from "../money/parse-amount.ts";
import { type Offer, settledOr } from "./currencies.ts";

/** Currencies that a fund's form has room for. */
const OFFERS = 4;
/** What is asked for each; the field of the second one's least amount is `least-1`. */
type OfferField = "currency" | "least" | "most" | "suggested" | "rate" | "fixed";

/** What is wrong with which field. */
type OfferErrors = Partial<Record<string, MessageKey>>;

/** What a fund offers: what its treasurer has settled, else the defaults. */
export async function keptOffers(db: Db, campaignId: number): Promise<readonly Offer[]> {
	const fund = await db
		.selectFrom("funds as f")
		.where("f.campaign_id", "=", campaignId)
		.select(offersOf.as("offers"))
		.executeTakeFirst();
	return settledOr(fund?.offers ?? []);
}

/** Writes what a fund offers in the place of what it offered; the order is that of the form. */
export async function saveOffers(trx: Db, campaignId: number, offers: readonly Offer[]): Promise<void> {
	await trx.deleteFrom("fund_currencies").where("campaign_id", "=", campaignId).execute();
	await trx
		.insertInto("fund_currencies")
		.values(
			offers.map(({ currency, least, most, suggested, fee }, i) => ({
				campaign_id: campaignId,
				place: i + 1,
				...{ currency, least, most },
				suggested: sql<number[]>`${[...suggested]}::bigint[]`,
				...{ fee_rate: fee.rate, fee_fixed: fee.fixed },
			})),
		)
		.execute();
}

/** The fields of a form that shows what is offered, for `parseOffers` to read again in the same language. */
export function offerValues(offers: readonly Offer[], locale: Locale): Record<string, string> {
	return Object.fromEntries(
		offers.flatMap(({ currency, least, most, suggested, fee }, i) => {
			const plain = (amount: number) => fieldAmount(amount, currency, locale);
			return [
				[`currency-${i}`, currency],
				[`least-${i}`, plain(least)],
				[`most-${i}`, plain(most)],
				[`suggested-${i}`, suggested.map(plain).join("; ")],
				[`rate-${i}`, String(fee.rate / 100)],
				[`fixed-${i}`, plain(fee.fixed)],
			];
		}),
	);
}

/** Reads what a treasurer typed; a row without a currency is left out. */
export function parseOffers(fields: Fields, locale: Locale): { offers: Offer[] } | { errors: OfferErrors } {
	const errors: OfferErrors = {};
	const offers = Array.from({ length: OFFERS }, (_, i) => offerOf(fields, i, locale, errors)).filter(
		(offer) => offer !== undefined,
	);
	const twice = offers.findIndex(({ currency }, i) => offers.findIndex((one) => one.currency === currency) !== i);
	if (twice >= 0) errors[`currency-${twice}`] = "organise.fund.amounts.error.twice";
	if (offers.length === 0) errors["currency-0"] ??= "organise.fund.amounts.error.currency";
	return Object.keys(errors).length > 0 ? { errors } : { offers };
}

const known = new Set(Intl.supportedValuesOf("currency"));

function offerOf(fields: Fields, i: number, locale: Locale, errors: OfferErrors): Offer | undefined {
	const typed = (name: OfferField) => text(fields, `${name}-${i}`);
	const currency = typed("currency").toUpperCase();
	if (currency === "") return undefined;
	if (!known.has(currency)) errors[`currency-${i}`] = "organise.fund.amounts.error.currency";
	const amount = (name: "least" | "most" | "fixed") => {
		const read = parseAmount(typed(name), currency, locale);
		if (typeof read === "number") return read;
		errors[`${name}-${i}`] = "organise.fund.amounts.error.amount";
		return 0;
	};
	const [least, most, fixed] = [amount("least"), amount("most"), amount("fixed")];
	const suggested = typed("suggested")
		.split(";")
		.filter((part) => part.trim() !== "")
		.map((part) => parseAmount(part, currency, locale));
	const inRange = suggested.filter((one): one is number => typeof one === "number" && one >= least && one <= most);
	if (inRange.length !== suggested.length || inRange.length === 0 || inRange.length > 6)
		errors[`suggested-${i}`] = "organise.fund.amounts.error.suggested";
	if (least <= 0 || least > most) errors[`least-${i}`] ??= "organise.fund.amounts.error.least";
	const percent = /^(\d{1,2})(?:[.,](\d{1,2}))?$/.exec(typed("rate"));
	const rate = percent ? Number(percent[1]) * 100 + Number((percent[2] ?? "").padEnd(2, "0")) : Number.NaN;
	if (!(rate <= 2_000)) errors[`rate-${i}`] = "organise.fund.amounts.error.rate";
	return { currency, least, most, suggested: inRange, fee: { rate, fixed } };
}
