import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** Where a code leads: its petition, in the best language it has for this reader; undefined where nothing public has it. */
export async function findCode(
	db: Db,
	code: string,
	locale: Locale,
): Promise<{ slug: string; locale: string } | undefined> {
	return db
		.selectFrom("petition_sources as s")
		.innerJoin("petitions as p", "p.id", "s.petition_id")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.innerJoin("petition_editions as e", "e.version_id", "v.id")
		.where("s.code", "=", code)
		.where("c.opened_at", "is not", null)
		.orderBy(bestFor(locale, "e.locale"))
		.limit(1)
		.select(["p.slug", "e.locale"])
		.executeTakeFirst();
}
