import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { batchesOf } from "#app/petitions/paper/batches.server.ts";
import { type Waiting, waitingSheets } from "#app/petitions/paper/waiting.server.ts";
import type { Db } from "#db/client.ts";
import { namesOf } from "../people/names.server.ts";

/** A sheet that waits, with who counted it. */
export type NamedWaiting = Omit<Waiting, "tallies"> & { tallies: (Waiting["tallies"][number] & { name: string })[] };

/** Everything that the desk's page about paper shows. */
export async function readPaper({ db, keys }: Pick<App, "db" | "keys">, campaignId: number) {
	const [petitions, batches, waiting] = await Promise.all([
		petitionsOnPaper(db, campaignId),
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
async function petitionsOnPaper(db: Db, campaignId: number): Promise<{ slug: string; paper: number; open: boolean }[]> {
	return db
		.selectFrom("petitions as p")
		.innerJoin("petition_counts as n", "n.petition_id", "p.id")
		.where("p.campaign_id", "=", campaignId)
		.orderBy("p.id")
		.select(["p.slug", "n.paper", sql<boolean>`p.opened_at is not null and p.closed_at is null`.as("open")])
		.execute();
}
