import { expect, test } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { throttle } from "../../bench/throttle/throttle.ts";

// The full size is `npm run drill mailing-throttled`.

test("a relay that says 454 to three in ten loses nobody, and is offered fewer afterwards", async () => {
	const base = await testDatabase();
	try {
		const { sent, extraCopies, refusals, offered, ceiling } = await throttle(base, {
			people: 600,
			takes: 5,
			seconds: 6,
		});
		expect({ sent, extraCopies }).toEqual({ sent: 600, extraCopies: 0 });
		expect(refusals).toBeGreaterThan(0);
		// What all workers keep to from then on is less than what they had offered: who did not listen would have none.
		expect(ceiling).not.toBeNull();
		expect(ceiling).toBeLessThan(60 * Math.max(...offered));
	} finally {
		await base.drop();
	}
});
