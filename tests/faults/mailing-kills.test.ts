import { expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { ownPostgres } from "#tests/support/own-postgres.ts";
import { killPostgres } from "../../bench/kills/kill-postgres.ts";
import { killWorkers } from "../../bench/kills/kill-workers.ts";

// The full size is `npm run drill mailing-kills`.

test("a mailing's worker killed: nobody gets it twice, what is in doubt waits for somebody's word", async () => {
	const base = await testDatabase();
	try {
		const killed = await killWorkers(base, { lane: "bulk", policy: "hold", kills: 1, mails: 160, between: 40 });
		const doubtful = killed.inDoubt[0] ?? 0;
		expect(doubtful).toBeGreaterThan(0);
		expect(doubtful).toBeLessThanOrEqual(30);
		expect(killed).toMatchObject({ extraCopies: 0, states: { sent: 160 - doubtful, unknown: doubtful } });
	} finally {
		await base.drop();
	}
});

test("Postgres killed under a mailing and started again: it goes on by itself, nobody gets it twice", async () => {
	const postgres = await ownPostgres();
	try {
		const { states, extraCopies } = await killPostgres(postgres, 300, 1);
		expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(300);
		expect(extraCopies).toBe(0);
	} finally {
		await postgres.database.drop();
		await postgres.remove();
	}
});
