import type { Db } from "#db/client.ts";
import { publishDue } from "./publish.server.ts";

/** What waits for the end of a month or a quarter is looked at every night: on most nights there is nothing. */
export function booksJob(): { run(db: Db, signal: AbortSignal): Promise<boolean> } {
	return {
		async run(db, signal) {
			await publishDue(db, undefined, signal);
			return !signal.aborted;
		},
	};
}
