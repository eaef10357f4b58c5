import type { App } from "#app/context.ts";
import { parseAmount } from "#app/fund/bank/desk.server.ts";
import { type CountOutcome, countBox, openBox } from "#app/fund/cash/cash.server.ts";
import { currencyOfBox } from "#app/fund/cash/cash-desk.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";
import type { CountForm, NewBoxForm } from "./parse-cash.ts";

type House = Pick<App, "db" | "pagesChanged">;

/** Whose cash, who counts, and in which language they type amounts. */
export interface CashDesk {
	campaignId: number;
	by: string;
	locale: Locale;
}

/** A first count's number of the box, or what is wrong with it. */
export type BoxOpened = { number: number } | { no: "amount" | "day" };

/** Writes a first count down, and records it. */
export async function enterCash({ db }: House, desk: CashDesk, form: NewBoxForm): Promise<BoxOpened> {
	const { campaignId, by, locale } = desk;
	const amount = parseAmount(form.amount, form.currency, locale);
	if (typeof amount !== "number" || amount === 0) return { no: "amount" };
	return inTransaction(db, async (trx): Promise<BoxOpened> => {
		const box = { campaignId, by, amount, currency: form.currency, takenOn: form.takenOn };
		const number = await openBox(trx, box);
		if (number === undefined) return { no: "day" };
		await recordAct(trx, { actor: by, act: "cash.counted", campaignId, figures: { box: number, turn: 1 } });
		return { number };
	});
}

/** Takes the next count of a box, and records what it came to; never the amount, which the other has to count unseen. */
export async function countCash(
	{ db, pagesChanged }: House,
	{ campaignId, by, locale }: CashDesk,
	{ number, amount: typed }: CountForm,
): Promise<CountOutcome | { no: "amount" }> {
	const currency = await currencyOfBox(db, campaignId, number);
	if (currency === undefined) return { no: "unknown" };
	const amount = parseAmount(typed, currency, locale);
	if (typeof amount !== "number" || amount === 0) return { no: "amount" };
	const outcome = await inTransaction(db, async (trx) => {
		const counted = await countBox(trx, { campaignId, number, amount, by });
		if ("became" in counted)
			await recordAct(trx, {
				actor: by,
				act: "cash.counted",
				campaignId,
				figures: { box: number, became: counted.became },
			});
		return counted;
	});
	pagesChanged();
	return outcome;
}
