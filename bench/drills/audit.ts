import { verifyAudit, verifySnapshot } from "#app/organise/audit/verify.server.ts";
import type { Db } from "#db/client.ts";
import { alter, alterations, type Column, plantActs } from "#tests/support/audit.ts";
import { databaseAt } from "#tests/support/database.ts";
import { random } from "#tests/support/random.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const ROWS = 100_000;
/** Alterations of each column. */
const TIMES = 20;

/** One byte altered in 100,000 rows of the audit log: found, and its row named, in every column. */
export async function run(): Promise<Drilled> {
	const say = progress();
	const postgres = await startPostgres({ fsync: "off" });
	const { db, owner, drop } = databaseAt(postgres.url, async () => undefined);
	try {
		await plantActs(db, ROWS);
		const begun = performance.now();
		const before = process.memoryUsage().rss;
		const whole = (await verifyAudit(db)).state === "whole";
		const seconds = (performance.now() - begun) / 1_000;
		const grown = process.memoryUsage().rss - before;
		const next = random(2026);
		let tried = 0;
		let located = 0;
		for (const column of Object.keys(alterations) as Column[])
			for (let time = 0; time < TIMES; time++) {
				const seq = 1 + Math.floor(next() * ROWS);
				tried++;
				if (await isLocated(owner, column, seq)) located++;
				say(`audit: ${column}, ${located} of ${tried} located`);
			}
		return {
			passed: whole && located === tried,
			figures: {
				rows: ROWS,
				columns: Object.keys(alterations).length,
				altered: tried,
				located,
				verifySeconds: Math.round(seconds * 100) / 100,
				memoryGrownMB: Math.round(grown / 2 ** 20),
			},
		};
	} finally {
		await drop();
		await postgres.stop();
	}
}

/** Whether one altered value is found where it is; the alteration is taken back. */
async function isLocated(owner: Db, column: Column, seq: number): Promise<boolean> {
	let located = false;
	const takenBack = new Error("taken back");
	await owner
		.transaction()
		.execute(async (trx) => {
			await alter(trx, column, seq);
			const found = await verifySnapshot(trx);
			located = found.state === "broken" && found.seq === seq;
			throw takenBack;
		})
		.catch((error: unknown) => {
			if (error !== takenBack) throw error;
		});
	return located;
}
