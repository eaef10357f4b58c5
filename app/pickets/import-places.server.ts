import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import { isZone } from "#app/web/wall-time.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";

const text = z.string().min(1);
const place = z.strictObject({
	id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
	kind: z.enum(["embassy", "consulate", "mission", "company", "institution", "square"]),
	city: text,
	country: z.string().regex(/^[A-Z]{2}$/),
	latitude: z.number().min(-90).max(90),
	longitude: z.number().min(-180).max(180),
	zone: z.string().refine(isZone, "is no time zone"),
	en: text,
	ru: text,
	kk: text,
});
const schema = z.strictObject({ places: z.array(place).min(1) });

/**
 * Brings the list of places up to date with a file; one that has left it goes, unless a picket is there.
 * @returns how many places the file has
 * @throws ContentError naming what is wrong
 */
export async function importPlaces(db: Db, file: string): Promise<number> {
	const { places } = checked(schema, await readYaml(file), file);
	const rows = places.map(({ en, ru, kk, ...row }) => ({ ...row, names: JSON.stringify({ en, ru, kk }) }));
	await inTransaction(db, async (trx) => {
		await trx
			.deleteFrom("places")
			.where((e) =>
				e.not(e.exists((q) => q.selectFrom("pickets").whereRef("place_id", "=", "places.id").select("pickets.id"))),
			)
			.where(
				"id",
				"not in",
				rows.map(({ id }) => id),
			)
			.execute();
		await trx
			.insertInto("places")
			.values(rows)
			.onConflict((conflict) =>
				conflict.column("id").doUpdateSet((new_) => ({
					kind: new_.ref("excluded.kind"),
					names: new_.ref("excluded.names"),
					city: new_.ref("excluded.city"),
					country: new_.ref("excluded.country"),
					latitude: new_.ref("excluded.latitude"),
					longitude: new_.ref("excluded.longitude"),
					zone: new_.ref("excluded.zone"),
				})),
			)
			.execute();
	});
	return rows.length;
}
