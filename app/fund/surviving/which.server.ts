import type { Db } from "#db/client.ts";

/** The campaign of a slug that has a fund; the only one where none is named. */
export async function fundNamed(db: Db, slug: string | undefined): Promise<{ id: number; slug: string } | undefined> {
	const found = await db
		.selectFrom("campaigns as c")
		.innerJoin("funds as f", "f.campaign_id", "c.id")
		.$if(slug !== undefined, (named) => named.where("c.slug", "=", slug ?? ""))
		.select(["c.id", "c.slug"])
		.execute();
	return found.length === 1 ? found[0] : undefined;
}
