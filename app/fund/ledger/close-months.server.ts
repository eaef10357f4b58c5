import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** Days after the end of the month that follows a month: until then its bank statement may still be imported. */
const DAYS = 10;

/**
 * Closes the months that are old enough, of every fund, from that of its first journal on: October on 11 December. What is
 * still found of them stands in the first month that is open.
 * @param today ISO 8601; Postgres's day where it is absent
 * @returns how many
 */
export async function closeMonths(db: Db, today: string | null = null): Promise<number> {
	const { numAffectedRows } = await sql`
		insert into closed_months (campaign_id, month)
		select first.campaign_id, old.begins::date
		from (select campaign_id, date_trunc('month', min(occurred_on)) as month from journals group by campaign_id) first,
			generate_series(first.month, coalesce(${today}::date, current_date) - ${DAYS}::int - interval '2 months',
				interval '1 month') old (begins)
		where not exists (
			select from closed_months c where c.campaign_id = first.campaign_id and c.month = old.begins::date)
		on conflict do nothing`.execute(db);
	return Number(numAffectedRows ?? 0);
}
