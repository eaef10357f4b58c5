import { type MessageKey, translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { printIban } from "#app/web/iban.ts";
import type { Db } from "#db/client.ts";
import { formatAmount } from "../money/format-amount.ts";
import { linesOf, receiptRows } from "./facts.ts";
import { type ToldDonation, tellGiver } from "./tell.server.ts";

/** Money that goes back to a giver. */
export interface Returned {
	/** What moved it: a balance transaction's id, or a bank line's. */
	about: string;
	/** Minor units, positive. */
	amount: number;
	currency: string;
	/** `YYYY-MM-DD`. */
	day: string;
	/** Given back by the fund, still to be sent by transfer, or taken back by the giver's bank. */
	how: "refunded" | "due" | "taken-back";
}

/**
 * Promises the receipt of a gift, in the transaction that posts its money; once, however often it is asked. Nothing where
 * the gift has no donation, the donation no address, or the receipt was promised before.
 * @param origin scheme and host of the site, for the link to the donation's page
 * @returns whether it was this call that promised it
 */
export async function promiseReceipt(trx: Db, keys: KeyRing, origin: string, giftId: string): Promise<boolean> {
	const gift = await trx
		.updateTable("gifts")
		.set({ receipt_due: false })
		.where("id", "=", giftId)
		.where("receipt_due", "=", true)
		.returning(["donation_id as donationId", "amount", "currency", "given_on as day"])
		.executeTakeFirst();
	if (!gift?.donationId) return false;
	return tellGiver(trx, keys, origin, gift.donationId, "gift-receipt", giftId, (donation) => receiptOf(gift, donation));
}

/**
 * Promises the receipt of a gift once more, for a giver who has asked for it; once a day.
 * @param day today, `YYYY-MM-DD`
 * @returns as `promiseReceipt`; false too where the first one has still to be promised
 */
export async function promiseReceiptAgain(
	trx: Db,
	keys: KeyRing,
	origin: string,
	giftId: string,
	day: string,
): Promise<boolean> {
	const gift = await trx
		.selectFrom("gifts")
		.where("id", "=", giftId)
		.where("receipt_due", "=", false)
		.select(["donation_id as donationId", "amount", "currency", "given_on as day"])
		.executeTakeFirst();
	if (!gift?.donationId) return false;
	const about = `${giftId} ${day}`;
	return tellGiver(trx, keys, origin, gift.donationId, "gift-receipt", about, (donation) => receiptOf(gift, donation));
}

function receiptOf(gift: { amount: number; currency: string; day: string }, donation: ToldDonation) {
	const { amount: total, currency, day } = gift;
	const facts = receiptRows({ ...donation, total, cover: coverIn(gift, donation), currency, day }, donation.locale);
	const t = translator(donation.locale);
	const how = [
		t("mail.gift-receipt.page"),
		...(donation.monthly ? [t("mail.gift-receipt.monthly")] : []),
		...(donation.fromBody ? [t("mail.gift-receipt.letter")] : []),
	];
	return { day, how: how.join(" "), facts: linesOf(facts, donation.locale) };
}

/**
 * How much of a payment was added for the fee: what the donation says, where the payment is what the donation asked for.
 * A transfer may bring any amount, and a month charged before a change another one.
 */
export function coverIn(
	gift: { amount: number; currency: string },
	{ amount, cover, currency }: Pick<ToldDonation, "amount" | "cover" | "currency">,
): number {
	return gift.currency === currency && gift.amount === amount + cover ? cover : 0;
}

/** Promises the mail that a payment which was on its way has failed; once for a gift. @returns as `promiseReceipt` */
export async function promiseFailed(trx: Db, keys: KeyRing, origin: string, giftId: string): Promise<boolean> {
	const gift = await giftOf(trx, giftId);
	if (!gift?.donationId || !gift.failedOn) return false;
	const day = gift.failedOn;
	return tellGiver(trx, keys, origin, gift.donationId, "gift-failed", giftId, (donation) => ({
		day,
		facts: plainFacts(donation, gift.amount, gift.currency),
	}));
}

/** Promises the mail that money goes back, once for each movement. @returns as `promiseReceipt` */
export async function promiseReturned(
	trx: Db,
	keys: KeyRing,
	origin: string,
	giftId: string,
	{ about, amount, currency, day, how }: Returned,
): Promise<boolean> {
	const gift = await giftOf(trx, giftId);
	if (!gift?.donationId) return false;
	return tellGiver(trx, keys, origin, gift.donationId, "gift-returned", about, (donation) => ({
		day,
		how: translator(donation.locale)(`mail.gift-returned.${how}`, {
			amount: formatAmount(amount, currency, donation.locale),
		}),
		facts: plainFacts(donation, gift.amount, gift.currency),
	}));
}

/**
 * Promises the mail with account and reference for a bank transfer, once for a donation; nothing before the fund has an
 * account of its own. @returns as `promiseReceipt`
 */
export async function promiseTransfer(trx: Db, keys: KeyRing, origin: string, donationId: string): Promise<boolean> {
	const found = await trx
		.selectFrom("donations as d")
		.innerJoin("funds as f", "f.campaign_id", "d.campaign_id")
		.innerJoin("fund_accounts as a", "a.id", "f.account_id")
		.where("d.id", "=", donationId)
		.where("a.iban", "is not", null)
		.select(["a.holder", "a.iban", "d.made_on as day"])
		.executeTakeFirst();
	if (!found?.iban) return false;
	const { holder, iban, day } = found;
	return tellGiver(trx, keys, origin, donationId, "gift-transfer", "", (donation) => ({
		day,
		how: [
			translator(donation.locale)("mail.gift-transfer.first"),
			...(donation.fromBody ? [translator(donation.locale)("mail.gift-transfer.letter")] : []),
		].join(" "),
		facts: linesOf(
			[
				["fund.account-holder", holder],
				["gift.fact.iban", printIban(iban)],
				["gift.fact.reference", donation.reference],
				["gift.fact.amount", formatAmount(donation.amount + donation.cover, donation.currency, donation.locale)],
			],
			donation.locale,
		),
	}));
}

/** Amount, reference and holder: what every mail about a gift says. */
export function plainFacts(donation: ToldDonation, amount: number, currency: string): string {
	const rows: [MessageKey, string][] = [
		["gift.fact.amount", formatAmount(amount, currency, donation.locale)],
		["gift.fact.reference", donation.reference],
		["gift.fact.holder", donation.holder],
	];
	return linesOf(rows, donation.locale);
}

function giftOf(trx: Db, giftId: string) {
	return trx
		.selectFrom("gifts")
		.where("id", "=", giftId)
		.select(["donation_id as donationId", "amount", "currency", "failed_on as failedOn"])
		.executeTakeFirst();
}
