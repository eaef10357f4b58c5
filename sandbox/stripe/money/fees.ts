import type { Account } from "../account/account.ts";

/** What a charge becomes in the account's own currency, in minor units. */
export interface Settlement {
	currency: string;
	amount: number;
	fee: number;
	/** From the charge's currency to the settled one; null where they are the same. */
	rate: number | null;
}

/** Minor units of one euro's worth, the sandbox's own rates: they resemble the world's and are constant. */
const euros: Record<string, number> = { eur: 1, usd: 0.917, gbp: 1.15, jpy: 0.0061, chf: 1.04, pln: 0.23, kzt: 0.0017 };

/** Fees resemble those of a European account (per cent of what is settled, and a fixed part); none is a price list. */
const fees = {
	card: { percent: 1.5, fixed: 25 },
	foreign: { percent: 2.65, fixed: 25 },
	yen: { percent: 3.6, fixed: 0 },
	debit: { percent: 0, fixed: 35 },
};

/** What the bank of a giver takes for a dispute, in euro cents. */
export const DISPUTE_FEE = 2000;

/** How an amount of one currency settles. */
export function settlement(
	account: Account,
	{ amount, currency, way, into }: { amount: number; currency: string; way: "card" | "debit"; into?: string },
): Settlement {
	const settled = into ?? (account.settlesIn.includes(currency) ? currency : (account.settlesIn[0] ?? currency));
	const rate = settled === currency ? null : exchangeRate(currency, settled);
	const inOwn = converted(amount, currency, settled);
	const table = way === "debit" ? fees.debit : settled === "jpy" ? fees.yen : rate === null ? fees.card : fees.foreign;
	const fee = Math.min(inOwn, Math.round((inOwn * table.percent) / 100) + table.fixed);
	return { currency: settled, amount: inOwn, fee, rate };
}

/** An amount in another currency at the sandbox's rate, rounded to its minor unit. */
export function converted(amount: number, from: string, to: string): number {
	if (from === to) return amount;
	return Math.round(amount * exchangeRate(from, to) * 10 ** (exponentOf(to) - exponentOf(from)));
}

function exchangeRate(from: string, to: string): number {
	return Number(((euros[from] ?? 1) / (euros[to] ?? 1)).toPrecision(6));
}

/** Decimal places of a currency's minor unit (ISO 4217, by way of CLDR). */
function exponentOf(currency: string): number {
	const format = new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() });
	return format.resolvedOptions().maximumFractionDigits ?? 2;
}
