import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import type { Db } from "#db/client.ts";
import { publishIncoming } from "./publish.server.ts";

/** Publishes each gift within a second or two of its posting, until stopped; any number of workers may. */
export function startPublishingGifts(db: Db, log: { warn: Log; info: Log }): { stop(): Promise<void> } {
	return repeat(log, {
		every: 1_000,
		round: () => publishIncoming(db),
		says: { failing: "gifts cannot be published", again: "gifts are published again" },
	});
}
