import { sql } from "kysely";
import { verifyLedger, verifyLedgerSnapshot } from "#app/fund/ledger/verify.server.ts";
import type { Db } from "#db/client.ts";
import { databaseAt } from "#tests/support/database.ts";
import { plantFund } from "#tests/support/ledger.ts";
import {
	type Alteration,
	alterations,
	alterJournal,
	LEGS_OF_SIX,
	plantJournals,
	plantManyJournals,
} from "#tests/support/many-journals.ts";
import { random } from "#tests/support/random.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const POSTINGS = 1_000_000;
/** Seconds for them. */
const WITHIN = 60;
/** Journals that are posted through every trigger. */
const TRIGGERED = 2_000;

/**
 * A million postings verified within a minute; then one value after the other is changed with the triggers off, found,
 * and its journal named.
 * @param args how many postings instead
 */
export async function run([postings = String(POSTINGS)]: string[]): Promise<Drilled> {
	const say = progress();
	const postgres = await startPostgres({ fsync: "off" });
	const { db, owner, drop } = databaseAt(postgres.url, async () => undefined);
	try {
		const fund = await plantFund(owner, "spring");
		const journals = Math.ceil(Number(postings) / LEGS_OF_SIX) * 6;
		const begun = performance.now();
		// Through the triggers a few, to say how fast; then the rest of a million without them.
		const triggered = await plantFund(owner, "autumn");
		await plantJournals(db, triggered, TRIGGERED);
		const posted = performance.now();
		await plantManyJournals(owner, fund, journals, (n) => say(`ledger: ${n} of ${journals} journals planted`));
		await sql`analyze`.execute(owner);
		const analyzed = performance.now();
		let peak = 0;
		let told = 0;
		const before = process.memoryUsage().rss;
		const verified = await verifyLedger(db, fund, {
			onJournals: (read) => {
				told++;
				peak = Math.max(peak, process.memoryUsage().rss - before);
				say(`ledger: ${read} of ${journals} journals verified`);
			},
		});
		const seconds = (performance.now() - analyzed) / 1_000;
		const places = Object.keys(alterations) as Alteration[];
		const next = random(2026);
		let located = 0;
		for (const what of places) {
			// Not a bank line, which has no balance transaction; early, so that each is found soon.
			const n = 6 * (1 + Math.floor(next() * Math.min(500, journals / 6 - 1)));
			if (await isLocated(owner, fund, what, n)) located++;
			say(`ledger: ${what}, ${located} located`);
		}
		const lastFound = await isLocated(owner, fund, "postings.amount", journals - 1);
		return {
			passed: verified.state === "whole" && seconds <= WITHIN && located === places.length && lastFound,
			figures: {
				postings: verified.postings,
				journals: verified.journals,
				postedPerSecond: Math.round(TRIGGERED / ((posted - begun) / 1_000)),
				verifySeconds: Math.round(seconds * 10) / 10,
				verifyWithin: WITHIN,
				toldProgress: told,
				memoryGrownMB: Math.round(peak / 2 ** 20),
				altered: places.length,
				located,
				lastButOneLocated: lastFound,
			},
		};
	} finally {
		await drop();
		await postgres.stop();
	}
}

/** Whether one changed value is found where it is; the change is taken back. */
async function isLocated(owner: Db, fund: number, what: Alteration, n: number): Promise<boolean> {
	let located = false;
	const takenBack = new Error("taken back");
	await owner
		.transaction()
		.execute(async (trx) => {
			await alterJournal(trx, what, fund, n);
			const { faults } = await verifyLedgerSnapshot(trx, fund);
			located = faults.some((fault) => fault.what === "altered" && fault.n === n);
			throw takenBack;
		})
		.catch((error: unknown) => {
			if (error !== takenBack) throw error;
		});
	return located;
}
