import { sql } from "kysely";
import type { Db } from "#db/client.ts";

const keepers = ["treasurer", "committee", "administrator"] as const;

/**
 * Whether two organisers are two people as far as can be told, and keep the fund of that campaign: as Postgres has it.
 * @param by the roles that count
 * @param apart they came in by different hands; else it is enough that neither let the other in
 */
export async function areTwoOfFund(
	trx: Db,
	campaignId: number,
	[first, second]: readonly [string, string],
	{ apart = true, by = keepers }: { apart?: boolean; by?: readonly string[] } = {},
): Promise<boolean> {
	const { rows } = await sql<{ two: boolean }>`
		select are_two_of_fund(${campaignId}, ${first}::uuid, ${second}::uuid, by_role => ${[...by]}::text[], apart => ${apart}) as two`.execute(
		trx,
	);
	return rows[0]?.two ?? false;
}
