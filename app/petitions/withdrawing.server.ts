import { type RawBuilder, type SqlBool, sql } from "kysely";
import { isWithdrawable } from "./petition.server.ts";

/**
 * Withdraws signatures, to stand in a `with`: their rows and consents are deleted, their counts go down. Until the
 * hand-in. `gone` has the ids; whoever uses it writes them into `erasures`.
 * @param which of the signatures `s`
 */
export function withdrawing(which: RawBuilder<SqlBool>): RawBuilder<unknown> {
	return sql`
		open as (
			select p.id from petitions p join signatures s on s.petition_id = p.id
			where ${which} and ${isWithdrawable}
			order by p.id
			-- A hand-in at the same moment goes before or after: it cannot take a name that then withdraws.
			for share of p),
		gone as (
			delete from signatures s
			where ${which} and s.petition_id in (select id from open)
			returning s.id)`;
}
