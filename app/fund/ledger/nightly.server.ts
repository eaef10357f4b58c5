import type { Log } from "#app/log.ts";
import type { Db } from "#db/client.ts";
import { closeMonths } from "./close-months.server.ts";
import { fundsWithBooks } from "./verify.server.ts";
import { verifyFund } from "./verify-all.server.ts";

/**
 * Every night: months that are old enough are closed, and the books of every fund are recomputed. Their heads go to the
 * operator's log, which is kept elsewhere: what was cut off later can be told by it.
 */
export function ledgerJob(log: { info: Log; error: Log }): { run(db: Db, signal: AbortSignal): Promise<boolean> } {
	return {
		async run(db, signal) {
			await closeMonths(db);
			for (const { campaignId } of await fundsWithBooks(db)) {
				const { state, journals, faults, head } = await verifyFund(db, campaignId, { signal });
				if (state === "interrupted") return false;
				const [fault] = faults;
				if (fault)
					log.error("a fund's books were changed", {
						fund: campaignId,
						faults: faults.length,
						what: fault.what,
						...("n" in fault && fault.n !== undefined && { n: fault.n }),
					});
				else if (journals > 0) log.info("a fund's books verified", { fund: campaignId, head: head.n, hash: head.hash });
			}
			return true;
		},
	};
}
