import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What everybody may see of a picket afterwards: not before two hours after its end, by the database's clock. */
export const isOut = sql<boolean>`p.state = 'listed' and p.ends_at + interval '2 hours' <= now()`;

/** Who asks for a photo: anybody, its host, or the desk of its campaign. */
export type PhotoFor = { slug: string } | { picketId: string } | { campaignId: number };

/** A photo's WebP; undefined when there is none of that id for whoever asks, or it has been refused. */
export async function photoBytes(db: Db, id: string, who: PhotoFor): Promise<Buffer<ArrayBuffer> | undefined> {
	const row = await db
		.selectFrom("picket_photos as f")
		.innerJoin("pickets as p", "p.id", "f.picket_id")
		.where("f.id", "=", id)
		.where(
			"slug" in who
				? sql<boolean>`p.slug = ${who.slug} and f.state = 'shown' and ${isOut}`
				: "picketId" in who
					? sql<boolean>`p.id = ${who.picketId}`
					: sql<boolean>`p.campaign_id = ${who.campaignId}`,
		)
		.select("f.bytes")
		.executeTakeFirst();
	return row?.bytes ? Buffer.from(row.bytes) : undefined;
}
