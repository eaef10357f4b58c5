import { importPlaces } from "#app/pickets/import-places.server.ts";
import type { Settings } from "../env.server.ts";
import { operate } from "../organise/audit/operated.server.ts";
import { withDatabase } from "./with-database.ts";

/** `places import [FILE]`: brings the list of embassies and companies up to date. */
export async function run([file = "db/content/places.yaml"]: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		const places = await operate(
			db,
			(trx) => importPlaces(trx, file),
			(n) => ({ act: "places.imported", figures: { places: n } }),
		);
		process.stdout.write(`${places} places\n`);
	});
}
