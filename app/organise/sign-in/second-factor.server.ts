import { type RawBuilder, sql } from "kysely";
import { hashRecoveryCode } from "./recovery-codes.server.ts";

/** What was typed as a second factor. */
export interface TypedFactor {
	/** Whose. */
	organiserId: string;
	/** The time step that it belongs to as a code of the app; null when to none. */
	step: number | null;
	/** As typed: it may be a recovery code. */
	code: string;
}

/**
 * Takes a second factor, as parts of a larger statement (`with ${takeFactor(…)}, …`) whose part `who` then has the
 * organiser's id: a step that is newer than the last one taken, or a recovery code that has not been used. Of many that
 * come at once Postgres lets one through.
 */
export function takeFactor({ organiserId, step, code }: TypedFactor): RawBuilder<unknown> {
	return sql`stepped as (
			update organisers set totp_last_step = ${step}::bigint
			where id = ${organiserId}::uuid and state = 'active' and coalesce(totp_last_step, -1) < ${step}::bigint
			returning id
		), recovered as (
			update organiser_recovery_codes set used_on = current_date
			where organiser_id = ${organiserId}::uuid and code_hash = ${hashRecoveryCode(code)}::bytea and used_on is null
			returning organiser_id
		), who as (select id from stepped union all select organiser_id from recovered)`;
}
