import { listPickets, nearestPickets } from "#app/pickets/finding/list.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { plantPickets } from "#tests/support/many-pickets.ts";
import { makePicket } from "#tests/support/pickets.ts";
import type { Drilled } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";
import { quantile } from "../support/result.ts";

const PICKETS = 5_000;
const ASKED = 2_000;
const BAR_MS = 50;

/** Asks for what is near places all over the world among 5,000 pickets, one after the other, and where it is nothing for the nearest. */
export async function run(): Promise<Drilled> {
	const postgres = await startPostgres();
	const db = connect(postgres.url, { max: 4, statementTimeout: 5_000, onError: () => undefined });
	try {
		const keys = readKeyRing(`1:${Buffer.alloc(32, 1).toString("base64")}`);
		await makePicket(db, keys);
		await plantPickets(db, PICKETS);
		const now = new Date("2026-11-23T10:00:00Z");
		const times: number[] = [];
		let found = 0;
		for (let n = 0; n < ASKED; n++) {
			const near = { latitude: -60 + ((n * 7) % 311) * 0.4, longitude: -170 + ((((n * 7) % 311) * 53) % 340) };
			const begun = performance.now();
			const lines = await listPickets(db, { near }, now, 1);
			if (n % 10 === 0) await nearestPickets(db, near, now);
			times.push(performance.now() - begun);
			found += lines.length;
		}
		times.sort((a, b) => a - b);
		const p95 = quantile(times, 0.95);
		return {
			passed: p95 <= BAR_MS && found > 0,
			figures: {
				pickets: PICKETS,
				asked: ASKED,
				found,
				"median ms": quantile(times, 0.5),
				"p95 ms": p95,
				"bar ms": BAR_MS,
			},
		};
	} finally {
		await db.destroy();
		await postgres.stop();
	}
}
