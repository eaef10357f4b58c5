import type { Log } from "#app/log.ts";
import type { Db } from "#db/client.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import { closeMonths } from "../ledger/close-months.server.ts";
import { fundsWithBooks, type Walk, walkFromStart } from "../ledger/verify.server.ts";
import { type VerifiedFund, verifyFund } from "./verify-all.server.ts";

/**
 * Every night: months that are old enough are closed, and the books of every fund are recomputed. Their heads go to the
 * operator's log, which is kept elsewhere: `ledger verify --head` tells by it what was cut off later. Of books that were
 * changed the log hears, and those who keep the fund by an alarm. A run that is ended goes on where it stopped when this
 * process is asked again the same night.
 */
export function ledgerJob(log: { info: Log; error: Log }): { run(db: Db, signal: AbortSignal): Promise<boolean> } {
	// Kept here and not in Postgres: who changes the books there cannot also say that they were read.
	let night = { day: "", done: new Set<number>(), walks: new Map<number, Walk>() };
	return {
		async run(db, signal) {
			const day = new Date().toISOString().slice(0, 10);
			if (night.day !== day) night = { day, done: new Set(), walks: new Map() };
			await closeMonths(db);
			for (const { campaignId } of await fundsWithBooks(db)) {
				if (night.done.has(campaignId)) continue;
				const walk = night.walks.get(campaignId) ?? walkFromStart();
				night.walks.set(campaignId, walk);
				const verified = await verifyFund(db, campaignId, { signal, walk });
				if (verified.state === "interrupted") return false;
				night.walks.delete(campaignId);
				night.done.add(campaignId);
				say(log, campaignId, verified);
				const [fault] = verified.faults;
				if (fault) await raiseAlarm(db, campaignId, "books-changed", aboutOf(fault));
			}
			night.done.clear();
			return true;
		},
	};
}

/** Where it is, so that the same fault raises one alarm, however many nights it stands. */
function aboutOf(fault: VerifiedFund["faults"][number]): string {
	return "n" in fault ? String(fault.n) : fault.what;
}

function say(log: { info: Log; error: Log }, fund: number, { journals, faults, head }: VerifiedFund): void {
	const [fault] = faults;
	if (fault)
		log.error("a fund's books were changed", {
			...{ fund, faults: faults.length, what: fault.what },
			...("n" in fault && { n: fault.n }),
		});
	else if (journals > 0) log.info("a fund's books verified", { fund, head: head.n, hash: head.hash });
}
