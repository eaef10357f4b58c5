import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { App } from "#app/context.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { batchesOf } from "#app/petitions/paper/batches.server.ts";
import { type Waiting, waitingSheets } from "#app/petitions/paper/waiting.server.ts";
import type { Db } from "#db/client.ts";
import { namesOf } from "../people/names.server.ts";

/** A sheet that waits, with who counted it. */
export type NamedWaiting = Omit<Waiting, "tallies"> & { tallies: (Waiting["tallies"][number] & { name: string })[] };

/** Everything that the desk's page about paper shows. */
export async function readPaper({ db, keys }: Pick<App, "db" | "keys">, campaignId: number, locale: Locale) {
	const [petitions, batches, waiting] = await Promise.all([
		petitionsOnPaper(db, campaignId, locale),
		batchesOf(db, campaignId),
		waitingSheets(db, campaignId),
	]);
	const names = await namesOf(
		db,
		keys,
		waiting.flatMap(({ tallies }) => tallies.map(({ by }) => by)),
	);
	const named = waiting.map(({ tallies, ...sheet }): NamedWaiting => {
		return { ...sheet, tallies: tallies.map((tally) => ({ ...tally, name: names.get(tally.by) ?? "" })) };
	});
	return { petitions, batches, waiting: named };
}

/** A campaign's petitions and what counts of them on paper. */
async function petitionsOnPaper(
	db: Db,
	campaignId: number,
	locale: Locale,
): Promise<{ slug: string; title: string; paper: number; open: boolean }[]> {
	return db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id")
		.select([
			"p.slug",
			"n.paper",
			sql<string>`coalesce((
				select e.title from petition_versions v join petition_editions e on e.version_id = v.id
				where v.petition_id = p.id order by v.number desc, ${bestFor(locale, "e.locale")} limit 1), p.slug)`.as(
				"title",
			),
			sql<boolean>`p.opened_at is not null and p.closed_at is null`.as("open"),
		])
		.execute();
}
