import { test } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { freezeWorker } from "../../bench/kills/freeze-worker.ts";
import { killWorkers } from "../../bench/kills/kill-workers.ts";

// The full size is `npm run drill mail-kills`.
const size = { mails: 160, between: 40 };
/** A database of its own: the three stories run beside each other. */
async function withDatabase<Found>(work: (base: TestDatabase) => Promise<Found>): Promise<Found> {
	const base = await testDatabase();
	try {
		return await work(base);
	} finally {
		await base.drop();
	}
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test.concurrent("workers killed under `resend`: every confirmation arrives, each link works, copies share a Message-ID", async ({
	expect,
}) => {
	const killed = await withDatabase((base) => killWorkers(base, { policy: "resend", kills: 2, ...size }));
	expect(killed).toMatchObject({ states: { sent: 160 }, taken: 160, confirmed: 160 });
	expect(sum(killed.inDoubt)).toBeGreaterThan(0);
	for (const inDoubt of killed.inDoubt) expect(inDoubt).toBeLessThanOrEqual(30);
	expect(killed.extraCopies).toBeLessThanOrEqual(sum(killed.inDoubt));
});

test.concurrent("workers killed under `hold`: nothing twice, and all that is in doubt is listed as unknown", async ({
	expect,
}) => {
	const killed = await withDatabase((base) => killWorkers(base, { policy: "hold", kills: 1, ...size }));
	const doubtful = sum(killed.inDoubt);
	expect(doubtful).toBeGreaterThan(0);
	expect(killed).toMatchObject({ extraCopies: 0, states: { sent: 160 - doubtful, unknown: doubtful } });
	expect(killed.taken).toBeGreaterThanOrEqual(160 - doubtful);
	for (const inDoubt of killed.inDoubt) expect(inDoubt).toBeLessThanOrEqual(30);
});

test.concurrent("a worker frozen past its leases and woken sends nothing more", async ({ expect }) => {
	const frozen = await withDatabase((base) => freezeWorker(base, 200));
	expect(frozen.claimed).toBeGreaterThan(0);
	expect(frozen.sending).toBeGreaterThan(0);
	expect(frozen).toMatchObject({ takenAfter: 0, taken: 200, states: { sent: 200 } });
});
