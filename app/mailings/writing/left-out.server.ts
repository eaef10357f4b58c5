import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { wantedAs } from "#emails/mailing-kinds.ts";
import { inSteps } from "../sending/fold-small.ts";
import type { DeskMailing } from "./mailing-row.server.ts";

/** Who of a campaign's subscribers gets nothing whatever happens. */
export interface LeftOut {
	/** They want no mail of this kind. */
	unwanted: number;
	/** They want it, and the audience leaves them out. */
	notChosen: number;
}

/** Counts the subscribers of a campaign whom a mailing is not for, in the steps of `countAudience`. */
export async function countLeftOut(
	db: Db,
	{ campaignId, kind, audience: { locales, countries, kinds } }: Pick<DeskMailing, "campaignId" | "kind" | "audience">,
): Promise<LeftOut> {
	const outside = (column: string, wanted: readonly string[] | undefined) =>
		wanted ? sql`not (${sql.ref(column)} = any (${[...wanted]}::text[]))` : sql`false`;
	const { rows } = await sql<LeftOut>`
		select count(*) filter (where not wants)::int as unwanted,
			count(*) filter (where wants and outside)::int as "notChosen"
		from (
			select coalesce(${wantedAs[kind]}::text = any (s.kinds), true) as wants,
				(${outside("s.locale", locales)} or ${outside("s.country", countries)} or ${outside("s.kind", kinds)}) as outside
			from subscriptions s where s.campaign_id = ${campaignId}::int) subscribed`.execute(db);
	const { unwanted, notChosen } = rows[0] ?? { unwanted: 0, notChosen: 0 };
	return { unwanted: inSteps(unwanted), notChosen: inSteps(notChosen) };
}
