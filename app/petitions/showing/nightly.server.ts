import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { publishSources } from "../elsewhere/sources.server.ts";
import { listNames } from "./list-names.server.ts";
import { publishCountries } from "./publish-countries.server.ts";
import { sortLines } from "./sort-lines.server.ts";

/** What public pages show in steps that name nobody: done every night, and again without harm. */
export function showingJob(keys: KeyRing): {
	run(db: Db, signal: AbortSignal): Promise<boolean>;
} {
	return {
		async run(db, signal) {
			await sortLines(db, keys, signal);
			await listNames(db, signal);
			await publishCountries(db, signal);
			await publishSources(db);
			return !signal.aborted;
		},
	};
}
