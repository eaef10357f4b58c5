import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Endorsement } from "./endorsement.server.ts";

/**
 * Notes that an organiser would show a name that is withheld. Postgres shows it to nobody before a second one has said so.
 * @param trx a transaction, in which the name is shown where two agree
 * @param by the organiser's id
 * @returns whether two agree now
 */
export async function agreeToNaming(trx: Db, organisationId: string, by: string): Promise<boolean> {
	const { rows } = await sql<{ agreed: boolean }>`
		insert into namings as n (organisation_id, asked_by) values (${organisationId}, ${by})
		on conflict (organisation_id) do update
			set agreed_by = case when n.asked_by <> excluded.asked_by then excluded.asked_by end, by_body = false,
				asked_by = coalesce(n.asked_by, excluded.asked_by)
		returning agreed_by is not null as agreed`.execute(trx);
	return rows[0]?.agreed ?? false;
}

/**
 * Shows a body's name, or withholds it, at the word of the body itself: nobody else has one by which a name is shown at once.
 * @returns false for a claim that nobody has verified, that has ended, or that was put together with another one
 */
export async function nameBody(
	db: Db,
	{ id, organisation }: Pick<Endorsement, "id" | "organisation">,
	withheld: boolean,
): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql`
			select from endorsements where id = ${id} and merged_into is null
				and state not in ('unverified', 'refused', 'withdrawn') for update`.execute(trx);
		if (rows.length === 0) return false;
		if (withheld) await trx.deleteFrom("namings").where("organisation_id", "=", organisation.id).execute();
		else
			await sql`
				insert into namings (organisation_id, by_body) values (${organisation.id}, true)
				on conflict (organisation_id) do update set by_body = true, asked_by = null, agreed_by = null`.execute(trx);
		await sql`update organisations set name_withheld = ${withheld} where id = ${organisation.id}`.execute(trx);
		return true;
	});
}
