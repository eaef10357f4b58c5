import { type RawBuilder, sql } from "kysely";
import { type Move, moves } from "./transition.ts";

/**
 * The one statement that changes signatures' states, to stand in a `with`: moves what `targets` names
 * where the table in `transition.ts` allows it, and leaves the rest as it is. The counts follow by trigger.
 * Gives `id` and `state_before` of what moved.
 * @param targets a query of `id` and `becomes`, the state to move to
 */
export function transition(move: Move, targets: RawBuilder<unknown>): RawBuilder<unknown> {
	const legal = sql.join(moves[move].map(([before, after]) => sql`(${sql.lit(before)}, ${sql.lit(after)})`));
	return sql`
		update signatures s set state = found.becomes from (
			select s.id, s.state as state_before, legal.becomes
			from (${targets}) t
			join signatures s on s.id = t.id
			join (values ${legal}) legal (state, becomes) on legal.state = s.state and legal.becomes = t.becomes
			-- One order for all who move several: nobody waits in a circle.
			order by s.id for no key update of s
		) found
		where s.id = found.id
		returning s.id, found.state_before`;
}
