import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { journalInSql } from "./ledger.ts";

/** A line of a bank in the books of a campaign, unexplained. @param daysAgo when it was booked */
export async function plantBankLine(
	owner: Db,
	campaignId: number,
	{ id, sealed, daysAgo = 0 }: { id: string; sealed: Buffer; daysAgo?: number },
): Promise<void> {
	await sql`insert into funds (campaign_id) values (${campaignId}) on conflict do nothing`.execute(owner);
	await owner.transaction().execute(async (trx) => {
		const seq = await journalInSql(trx, campaignId, `bank:${id}`, [
			["bank", 100],
			["unallocated", -100],
		]);
		await sql`insert into bank_lines (id, campaign_id, source, account, booked_on, currency, amount, became, journal_seq, sealed, file)
			values (${id}, ${campaignId}, 'plain', '', current_date - ${daysAgo}::int, 'EUR', 100, 'unallocated', ${seq}, ${sealed}, ${id})`.execute(
			trx,
		);
	});
}
