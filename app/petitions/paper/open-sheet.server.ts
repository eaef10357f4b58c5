import type { Db } from "#db/client.ts";

/** The code on a petition's open form, which a trigger gives every petition; undefined where there is none of that name. */
export async function openSheetCode(db: Db, petition: string): Promise<string | undefined> {
	const row = await db
		.selectFrom("petition_sources as s")
		.innerJoin("petitions as p", "p.id", "s.petition_id")
		.leftJoin("paper_batches as b", "b.code", "s.code")
		.where("p.slug", "=", petition)
		.where("s.kind", "=", "sheet")
		.where("b.id", "is", null)
		.select("s.code")
		.executeTakeFirst();
	return row?.code;
}
