import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import { formatAmount } from "../money/format-amount.ts";
import { plainFacts } from "../receipts/promise.server.ts";
import { tellGiver } from "../receipts/tell.server.ts";
import type { MonthAtStripe, MonthlyAtStripe } from "../stripe/monthly.server.ts";

/**
 * Writes down how Stripe has a monthly gift and one month of it, and tells its giver what they have to know: a month that
 * failed, one that came after all, another amount, its end. Asked again, or in another order, it writes the same and tells nothing twice.
 * @param month the one that has been looked at, where it was one
 * @param origin scheme and host of the site, for the link to the donation's page
 */
export async function mirrorMonthly(
	trx: Db,
	keys: KeyRing,
	origin: string,
	monthly: MonthlyAtStripe,
	month?: MonthAtStripe | null,
): Promise<void> {
	const { donationId } = monthly;
	if (!donationId || !isId(donationId)) return;
	const before = await trx
		.selectFrom("monthly_gifts")
		.where("donation_id", "=", donationId)
		.select("amount")
		.forUpdate()
		.executeTakeFirst();
	if (!(await write(trx, donationId, monthly))) return;
	if (before && before.amount !== monthly.amount && !monthly.endedOn)
		await tellChange(trx, keys, origin, donationId, monthly, before.amount);
	if (monthly.endedOn) {
		if (!monthly.neverBegan) await tellEnd(trx, keys, origin, donationId, monthly, monthly.endedOn);
	} else if (month && !month.first && month.unpaid && monthly.behind)
		await tellFailure(trx, keys, origin, donationId, month);
	if (month?.paid) await tellRecovery(trx, keys, origin, donationId, month);
}

/** Our word beside Stripe's: the account that gifts by card go to now does not know it. */
export const GONE = "gone";

/**
 * Notes that Stripe knows a monthly gift no longer, as after gifts have moved to another account there: nothing more is charged
 * by this site, and its giver can be erased. Nobody is mailed: whether the account before goes on charging is not known here.
 */
export async function endGone(db: Db, subscription: string): Promise<void> {
	await db
		.updateTable("monthly_gifts")
		.set({ status: GONE, next_on: null, cancel_on: null, ended_on: sql<string>`current_date` })
		.where("subscription", "=", subscription)
		.where("ended_on", "is", null)
		.execute();
}

/** @returns false where the donation has another monthly gift, or is not known */
async function write(trx: Db, donationId: string, monthly: MonthlyAtStripe): Promise<boolean> {
	const { subscription, customer, status, currency, amount, cancelOn, paused, nextOn, endedOn } = monthly;
	// What has ended does not begin again, whoever looked first and writes last; what was only not found may be found.
	const { rows } = await sql`
		with written as (
			insert into monthly_gifts as m
				(donation_id, subscription, customer, status, currency, amount, cancel_on, paused, next_on, ended_on)
			select id, ${subscription}, ${customer}, ${status}, ${currency}, ${amount}::bigint, ${cancelOn}::date,
				${paused}::boolean, ${nextOn}::date, ${endedOn}::date
			from donations where id = ${donationId}
			on conflict (donation_id) do update set
				customer = case when m.customer is null then null else excluded.customer end,
				status = excluded.status, currency = excluded.currency, amount = excluded.amount,
				cancel_on = excluded.cancel_on, paused = excluded.paused, next_on = excluded.next_on, ended_on = excluded.ended_on
			where m.subscription = excluded.subscription and (m.ended_on is null or m.status = ${GONE} or excluded.ended_on is not null)
			returning donation_id),
		-- Changed at Stripe's own desk: what is set out to be given each month is what is charged.
		changed as (
			update donations d set amount = ${amount}::bigint, cover = 0
			from written w where d.id = w.donation_id and d.amount + d.cover <> ${amount}::bigint)
		select from written`.execute(trx);
	return rows.length > 0;
}

/** Whoever has a link can change the amount: its giver hears of it, and has the link to change it back. */
async function tellChange(
	trx: Db,
	keys: KeyRing,
	origin: string,
	donationId: string,
	{ subscription, amount, currency, nextOn }: MonthlyAtStripe,
	before: number,
) {
	const today = new Date().toISOString().slice(0, 10);
	await tellGiver(trx, keys, origin, donationId, "monthly-changed", `${subscription} ${randomUUID()}`, (donation) => ({
		day: nextOn ?? today,
		how: translator(donation.locale)("mail.monthly-changed.how", {
			amount: formatAmount(amount, currency, donation.locale),
			before: formatAmount(before, currency, donation.locale),
		}),
		facts: plainFacts(donation, amount, currency),
	}));
}

async function tellEnd(
	trx: Db,
	keys: KeyRing,
	origin: string,
	donationId: string,
	{ subscription, amount, currency, endedByFailure }: MonthlyAtStripe,
	day: string,
) {
	await tellGiver(trx, keys, origin, donationId, "monthly-ended", subscription, (donation) => ({
		day,
		how: translator(donation.locale)(endedByFailure ? "mail.monthly-ended.failed" : "mail.monthly-ended.asked"),
		facts: plainFacts(donation, amount, currency),
	}));
}

async function tellFailure(
	trx: Db,
	keys: KeyRing,
	origin: string,
	donationId: string,
	{ invoice, nextTryOn, amount, currency, day }: MonthAtStripe,
) {
	await tellGiver(trx, keys, origin, donationId, "monthly-failed", invoice, (donation) => {
		const t = translator(donation.locale);
		const how = nextTryOn
			? t("mail.monthly-failed.again", { day: formatDay(nextTryOn, donation.locale) })
			: t("mail.monthly-failed.last");
		return { day, how, facts: plainFacts(donation, amount, currency) };
	});
}

/** Who never heard that it failed hears of the gift by its receipt alone. */
async function tellRecovery(trx: Db, keys: KeyRing, origin: string, donationId: string, month: MonthAtStripe) {
	const { invoice, amount, currency, day } = month;
	const failed = await trx
		.selectFrom("donation_mails")
		.where("donation_id", "=", donationId)
		.where("kind", "=", "monthly-failed")
		.where("about", "=", invoice)
		.select("id")
		.executeTakeFirst();
	if (!failed) return;
	await tellGiver(trx, keys, origin, donationId, "monthly-recovered", invoice, (donation) => ({
		day,
		facts: plainFacts(donation, amount, currency),
	}));
}
