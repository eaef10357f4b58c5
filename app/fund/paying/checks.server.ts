import { sql } from "kysely";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { Check } from "./checks.ts";
import { refusalOf } from "./refusal.server.ts";
import { keyOf, type Vault } from "./vault.server.ts";

/** Characters of what is noted of a check. */
export const LONGEST_NOTE = 2_000;

/** What recording a check came to. */
export type CheckRecorded = "recorded" | "unknown" | "no file" | "wrong";

/**
 * Records a check of one beneficiary; the newest of its kind counts.
 * @param by the organiser
 */
export async function recordCheck(
	trx: Db,
	vault: Vault,
	at: { campaignId: number; beneficiary: string; by: string },
	{ madeOn, lawyerOn, note, ...check }: Check,
): Promise<CheckRecorded> {
	const own = await keyOf(vault, at.beneficiary);
	if (!own) return "no file";
	const locked = seal(own, `beneficiary_checks/${at.beneficiary}`, { note });
	try {
		const { rows } = await sql`
			insert into beneficiary_checks (beneficiary_id, kind, made_on, made_by, result, how, way, languages, lists, lawyer_on, locked)
			select id, ${check.kind}, ${madeOn}::date, ${at.by}::uuid, ${check.result}, ${check.how}, ${check.way},
				${check.languages}::text[], ${check.lists}::text[], ${lawyerOn}::date, ${locked}::bytea
			from beneficiaries where id = ${at.beneficiary} and campaign_id = ${at.campaignId} and erased_on is null
			returning 1`.execute(trx);
		return rows.length > 0 ? "recorded" : "unknown";
	} catch (error) {
		if (refusalOf(error) === null) throw error;
		return "wrong";
	}
}

/** A check as it was recorded, without what was noted. */
export interface RecordedCheck extends Omit<Check, "note"> {
	madeBy: string;
	/** Until it is 90 days old. */
	holds: boolean;
}

/** The newest check of each kind of one beneficiary. */
export async function newestChecks(db: Db, beneficiary: string): Promise<RecordedCheck[]> {
	const { rows } = await sql<RecordedCheck>`
		select distinct on (kind) kind, to_char(made_on, 'YYYY-MM-DD') as "madeOn", made_by as "madeBy", result, how, way,
			languages, lists, to_char(lawyer_on, 'YYYY-MM-DD') as "lawyerOn",
			not kind = any (aid_checks_missing(beneficiary_id)) as holds
		from beneficiary_checks where beneficiary_id = ${beneficiary}
		order by kind, made_on desc, id desc`.execute(db);
	return rows;
}

/** What was noted of the newest checks, by kind: read with the name. */
export async function checkNotes(db: Db, vault: Vault, beneficiary: string): Promise<Record<string, string>> {
	const own = await keyOf(vault, beneficiary);
	if (!own) return {};
	const { rows } = await sql<{ kind: string; locked: Buffer }>`
		select distinct on (kind) kind, locked from beneficiary_checks
		where beneficiary_id = ${beneficiary} and locked is not null
		order by kind, made_on desc, id desc`.execute(db);
	const place = `beneficiary_checks/${beneficiary}` as const;
	return Object.fromEntries(rows.map(({ kind, locked }) => [kind, open<{ note: string }>(own, place, locked).note]));
}
