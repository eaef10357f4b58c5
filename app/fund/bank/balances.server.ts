import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { balancesBesideBooks, type Compared } from "./booked-at.server.ts";
import { compareBalances, isDifferent } from "./compare.server.ts";
import type { Span, Statement } from "./statement.ts";

/**
 * Keeps what a statement says stood in the account, beside what was said before, and compares what is known with the books.
 * Not compared is the last day of a CSV of which the books have more lines: it went on after the file.
 * @returns how many of its balances differ
 */
export async function keepSpans(
	trx: Db,
	campaignId: number,
	{ source, account, spans, lines }: Pick<Statement, "source" | "account" | "spans" | "lines">,
): Promise<number> {
	for (const span of spans) {
		const onDay = lines.filter((line) => line.bookedOn === span.to && line.currency === span.currency).length;
		await keepSpan(trx, campaignId, {
			...span,
			account: account ?? "",
			source,
			dayLines: source === "camt.053" ? null : onDay,
		});
	}
	const compared = await compareBalances(trx, campaignId);
	return spans.filter(({ currency, to, closing }) =>
		compared.some(
			(one) => isDifferent(one) && !one.seen && one.currency === currency && one.day === to && one.amount === closing,
		),
	).length;
}

async function keepSpan(
	trx: Db,
	campaignId: number,
	{
		account,
		currency,
		from,
		opening,
		to,
		closing,
		source,
		dayLines,
	}: Span & Pick<Kept, "account" | "source" | "dayLines">,
): Promise<void> {
	await sql`
		insert into bank_balances (campaign_id, account, currency, opened_on, opening, closed_on, closing, source, day_lines)
		values (${campaignId}, ${account}, ${currency}, ${opening === null ? null : from}::date, ${opening}::bigint,
			${to}::date, ${closing}::bigint, ${source}, ${dayLines}::int)
		on conflict do nothing`.execute(trx);
}

interface Kept {
	account: string;
	source: string;
	/** Lines of a CSV on its last day. */
	dayLines: number | null;
}

/** A balance that somebody saw at the bank. */
export interface SeenBalance {
	/** At its end; as 2026-12-16. */
	day: string;
	/** ISO 4217, capitals. */
	currency: string;
	/** Minor units; below zero what the bank is owed. */
	amount: number;
	/** Which one, where files have named several of that currency. */
	account?: string;
}

/**
 * Keeps what somebody saw at the bank, beside what files and others say, and compares. Their last word about a day counts.
 * @param by the organiser
 * @returns whether it differs; or why it is not kept: the day has not come, or it does not say which of several accounts it is of
 */
export async function keepSeen(
	trx: Db,
	campaignId: number,
	by: string,
	{ day, currency, amount, account: named = "" }: SeenBalance,
): Promise<{ differs: boolean } | "day" | "accounts"> {
	const accounts = (await accountsOf(trx, campaignId)).filter((one) => one.currency === currency);
	const [only, ...others] = accounts.map((one) => one.account);
	const account = others.length === 0 ? (only ?? "") : named;
	if (others.length > 0 && !accounts.some((one) => one.account === named)) return "accounts";
	const { numAffectedRows } = await sql`
		insert into bank_balances (campaign_id, account, currency, closed_on, closing, source, said_by, n)
		select ${campaignId}, ${account}, ${currency}, ${day}::date, ${amount}::bigint, 'desk', ${by}::uuid,
			1 + (select coalesce(max(n), 0) from bank_balances
				where campaign_id = ${campaignId} and currency = ${currency} and closed_on = ${day}::date and said_by = ${by}::uuid)
		where ${day}::date <= current_date`.execute(trx);
	if (!numAffectedRows) return "day";
	const compared = await compareBalances(trx, campaignId);
	const own = compared.find(
		(one) =>
			one.seen && one.account === account && one.currency === currency && one.day === day && one.amount === amount,
	);
	return { differs: own !== undefined && isDifferent(own) };
}

/** An account that files have named, in one of its currencies. */
export interface NamedAccount {
	account: string;
	currency: string;
}

/** The accounts that a fund's files have named. */
async function accountsOf(db: Db, campaignId: number): Promise<NamedAccount[]> {
	const { rows } = await sql<NamedAccount>`
		select account, currency from bank_lines where campaign_id = ${campaignId} and account <> ''
		union select account, currency from bank_balances where campaign_id = ${campaignId} and account <> ''
		order by 2, 1`.execute(db);
	return rows;
}

/** Days between which statements are missing: what stood there before is not what stood there last. */
export interface Gap {
	currency: string;
	after: string;
	before: string;
}

/** Balances that a page shows. */
const MOST_SHOWN = 20;

/**
 * What is known of a fund's accounts: the newest balance of each by its files and by each person who typed one, and those that
 * differ, the newest first; the accounts themselves; and where statements are missing.
 */
export async function readBalances(
	db: Db,
	campaignId: number,
): Promise<{ balances: Compared[]; accounts: NamedAccount[]; gaps: Gap[] }> {
	const [all, accounts, gaps] = await Promise.all([
		balancesBesideBooks(db, campaignId),
		accountsOf(db, campaignId),
		gapsOf(db, campaignId),
	]);
	const balances = all.filter((one) => one.newest || isDifferent(one)).slice(0, MOST_SHOWN);
	return { balances, accounts, gaps };
}

/** Where a fund's statements are missing, the newest first. */
export async function gapsOf(db: Db, campaignId: number): Promise<Gap[]> {
	const { rows } = await sql<Gap>`
		select currency, after, before from bank_gaps where campaign_id = ${campaignId}
		order by before desc, currency limit 20`.execute(db);
	return rows;
}
