import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { closeAlarm, raiseAlarm } from "../alarms/alarms.server.ts";
import { type BalanceAt, bookedAt } from "./booked-at.server.ts";
import type { Span, Statement } from "./statement.ts";

/** What stood in the account at the end of a day, as a statement says, or somebody who saw it. */
interface Closing extends BalanceAt {
	/** Minor units; below zero what the bank is owed. */
	amount: number;
}

/**
 * Keeps what a statement says stood in the account, and compares it with what the books say did; a difference is an alarm until
 * they agree. A currency in which the fund has several accounts is not compared; nor is the last day of a CSV of which the
 * books have more lines: it went on after the file.
 * @returns how many balances differ
 */
export async function keepSpans(
	trx: Db,
	campaignId: number,
	{ source, account, spans, lines }: Pick<Statement, "source" | "account" | "spans" | "lines">,
): Promise<number> {
	let differ = 0;
	for (const span of spans) {
		const { currency, closing: amount, to: day } = span;
		await keep(trx, campaignId, { ...span, account: account ?? "", source, saidBy: null });
		const onDay = lines.filter((line) => line.bookedOn === day && line.currency === currency).length;
		if (source !== "camt.053" && (await linesOn(trx, campaignId, day, currency)) > onDay) continue;
		if (await differs(trx, campaignId, { account: account ?? "", currency, day, amount })) differ++;
	}
	return differ;
}

interface Kept extends Span {
	account: string;
	source: string;
	/** The organiser who typed it. */
	saidBy: string | null;
}

async function keep(trx: Db, campaignId: number, kept: Kept): Promise<void> {
	const { account, currency, from, opening, to, closing, source, saidBy } = kept;
	await sql`
		insert into bank_balances (campaign_id, account, currency, opened_on, opening, closed_on, closing, source, said_by)
		values (${campaignId}, ${account}, ${currency}, ${opening === null ? null : from}::date, ${opening}::bigint,
			${to}::date, ${closing}::bigint, ${source}, ${saidBy}::uuid)
		on conflict on constraint bank_balances_once do update
			set opening = excluded.opening, closing = excluded.closing, source = excluded.source, said_by = excluded.said_by,
				brought_on = excluded.brought_on`.execute(trx);
}

async function linesOn(trx: Db, campaignId: number, day: string, currency: string): Promise<number> {
	const { rows } = await sql<{ n: number }>`
		select count(*)::int as n from bank_lines
		where campaign_id = ${campaignId} and booked_on = ${day}::date and currency = ${currency}`.execute(trx);
	return rows[0]?.n ?? 0;
}

/** Raises the alarm of a balance that is not that of the books, or closes it. @returns false too where nothing compares */
async function differs(trx: Db, campaignId: number, closing: Closing): Promise<boolean> {
	const about = `bank ${closing.currency} ${closing.day}`;
	const booked = await bookedAt(trx, campaignId, closing);
	if (booked === null) return false;
	if (booked === closing.amount) await closeAlarm(trx, campaignId, "balance-differs", about, null);
	else await raiseAlarm(trx, campaignId, "balance-differs", about);
	return booked !== closing.amount;
}

/** A balance that somebody saw at the bank. */
export interface SeenBalance {
	/** At its end; as 2026-12-16. */
	day: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** Minor units; below zero what the bank is owed. */
	amount: number;
}

/**
 * Keeps what somebody saw at the bank, where its files have no balances, and compares it as `keepSpans` does.
 * @param by the organiser
 * @returns whether it differs; or why it is not kept: the day has not come, or the fund has several accounts of that currency
 */
export async function keepSeen(
	trx: Db,
	campaignId: number,
	by: string,
	{ day, currency, amount }: SeenBalance,
): Promise<{ differs: boolean } | "day" | "accounts"> {
	const { rows } = await sql<{ accounts: string[]; come: boolean }>`
		select coalesce(json_agg(distinct account), '[]') as accounts, ${day}::date <= current_date as come
		from bank_lines where campaign_id = ${campaignId} and currency = ${currency} and account <> ''`.execute(trx);
	const [found] = rows;
	if (!found?.come) return "day";
	const [account = "", ...others] = found.accounts;
	if (others.length > 0) return "accounts";
	const span = { currency, from: day, opening: null, to: day, closing: amount };
	await keep(trx, campaignId, { ...span, account, source: "desk", saidBy: by });
	return { differs: await differs(trx, campaignId, { account, currency, day, amount }) };
}

/** Closes the alarms of balances that agree with the books since: what was missing has been brought or explained. */
export async function closeAgreed(db: Db): Promise<void> {
	const { rows } = await sql<Closing & { campaignId: number }>`
		select b.campaign_id as "campaignId", b.account, b.currency, b.closed_on as day, b.closing as amount
		from fund_alarms a join bank_balances b on b.campaign_id = a.campaign_id
			and a.about = concat_ws(' ', 'bank', b.currency, b.closed_on)
		where a.kind = 'balance-differs' and a.closed_on is null
		order by b.brought_on`.execute(db);
	for (const { campaignId, ...closing } of rows) await inTransaction(db, (trx) => differs(trx, campaignId, closing));
}

/** The newest balance of an account and currency, beside the books. */
export interface ShownBalance extends Closing {
	/** Minor units; null where the fund has several accounts of that currency. */
	booked: number | null;
	/** Somebody typed it. */
	seen: boolean;
}

/** Days between which statements are missing: what stood there before is not what stood there last. */
export interface Gap {
	currency: string;
	after: string;
	before: string;
}

/** What is known of a fund's accounts, the newest balance of each, and where statements are missing. */
export async function readBalances(db: Db, campaignId: number): Promise<{ balances: ShownBalance[]; gaps: Gap[] }> {
	const [{ rows }, gaps] = await Promise.all([
		sql<Closing & { seen: boolean }>`
			select distinct on (account, currency) account, currency, closed_on as day, closing as amount, source = 'desk' as seen
			from bank_balances where campaign_id = ${campaignId}
			order by account, currency, closed_on desc, opened_on desc nulls last limit 10`.execute(db),
		gapsOf(db, campaignId),
	]);
	const balances = await Promise.all(
		rows.map(async (one) => ({ ...one, booked: await bookedAt(db, campaignId, one) })),
	);
	return { balances, gaps };
}

/** Where a fund's statements are missing, the newest first. */
export async function gapsOf(db: Db, campaignId: number): Promise<Gap[]> {
	const { rows } = await sql<Gap>`
		select currency, after, before from bank_gaps where campaign_id = ${campaignId}
		order by before desc, currency limit 20`.execute(db);
	return rows;
}
