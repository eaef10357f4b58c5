import { importPlaces } from "#app/pickets/import-places.server.ts";
import type { Settings } from "../env.server.ts";
import { withDatabase } from "./with-database.ts";

/** `places import [FILE]`: brings the list of embassies and companies up to date. */
export async function run([file = "db/content/places.yaml"]: string[], settings: Settings): Promise<void> {
	await withDatabase(settings, async (db) => {
		process.stdout.write(`${await importPlaces(db, file)} places\n`);
	});
}
