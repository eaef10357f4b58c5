import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { closeAlarm, raiseAlarm } from "../stripe/alarms.server.ts";
import type { Balance, Statement } from "./statement.ts";

/**
 * Compares what a statement says stood in the account with what the books say did; a difference is an alarm until the same
 * statement agrees. A currency in which the fund has several accounts is not compared.
 * @returns how many balances differ
 */
export async function compareClosings(
	trx: Db,
	campaignId: number,
	{ account, closings }: Pick<Statement, "account" | "closings">,
): Promise<number> {
	let differ = 0;
	for (const closing of closings) {
		const about = `bank ${closing.currency} ${closing.day}`;
		const booked = await bookedAt(trx, campaignId, account ?? "", closing);
		if (booked === null) continue;
		if (booked === closing.amount) await closeAlarm(trx, campaignId, "balance-differs", about, null);
		else {
			differ++;
			await raiseAlarm(trx, campaignId, "balance-differs", about);
		}
	}
	return differ;
}

/**
 * What the books have in the bank at the end of a day, minor units: what a line is of on the line's day, whenever somebody
 * said so; aid that was marked paid once the bank shows it. Null where lines of another account are among them.
 */
async function bookedAt(
	trx: Db,
	campaignId: number,
	account: string,
	{ currency, day }: Balance,
): Promise<number | null> {
	const { rows } = await sql<{ booked: number | null }>`
		with lines as (
			select id, account, booked_on, journal_seq from bank_lines
			where campaign_id = ${campaignId} and currency = ${currency}),
		seen as (
			select journal_seq as seq, booked_on from lines
			union all select a.journal_seq, l.booked_on from bank_allocations a join lines l on l.id = a.line_id
			union all select j.seq, l.booked_on from bank_allocations a join lines l on l.id = a.line_id
				join journals j on j.key = a.about and j.campaign_id = ${campaignId} where a.became = 'aid')
		select case when not exists (select from lines where account not in ('', ${account})) then (
			select coalesce(sum(p.amount), 0)::bigint
			from ledger_accounts b join postings p on p.account_id = b.id join journals j on j.seq = p.journal_seq
				left join journals r on r.seq = j.reverses
				left join seen on seen.seq = coalesce(j.reverses, j.seq)
			where b.campaign_id = ${campaignId} and b.code = 'bank' and b.currency = ${currency}
				and ${day}::date >= coalesce(seen.booked_on,
					case when 'aid-paid' in (j.kind, r.kind) then 'infinity'::date else j.occurred_on end)) end as booked`.execute(
		trx,
	);
	return rows[0]?.booked ?? null;
}
